// Where an object is written: for reports that point at it. Values.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <string>

namespace lastgood {

struct WrittenObject {
  std::string kind, namespace_, name;
  auto operator<=>(const WrittenObject&) const = default;
};

struct Place {
  std::string file;
  std::size_t line = 1;
};

using Places = std::map<WrittenObject, Place>;

}  // namespace lastgood
