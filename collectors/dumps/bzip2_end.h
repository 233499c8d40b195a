// The end of a large bzip2 file: its blocks stand alone, and begin at any bit. The last one is unpacked as a
// file of its own. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lastgood {

struct Bzip2End {
  std::string fault = {};                // why the file does not end as a stream does; "" when it does
  std::optional<std::string> tail = {};  // of what is inside
};

Bzip2End EndOfBzip2(std::string_view tail);

}  // namespace lastgood
