// The ends of large packed files, of which only the first and last bytes are read: whether the stream ends
// with the file, and where its blocks stand alone, what the last one holds. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

struct StreamEnd {
  std::string fault = {};                  // why it is not whole; "" when it is, or when that is not known
  bool known = true;                       // whether the stream was seen to end
  std::optional<std::string> tail = {};    // the last bytes of what is inside
  std::optional<std::uint64_t> size = {};  // of all that is inside
};

// How much of the end of a file in `format` is wanted.
std::size_t TailWanted(DumpFormat format);
// And of its beginning, to see what is inside.
std::size_t HeadWanted(DumpFormat format);

// `size` of the file; `tail` has TailWanted bytes.
StreamEnd EndOfStream(DumpFormat format, std::string_view head, std::string_view tail, std::uint64_t size);

}  // namespace lastgood
