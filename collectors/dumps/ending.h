// What a dump's bytes say about whether it is whole. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collectors/dumps/format.h"

namespace lastgood {

enum class Completeness : std::uint8_t {
  kRead,       // all of it was read, and it ends as its tool ends one
  kEnds,       // its end was read, and its tool ends dumps so
  kPlausible,  // nothing speaks against it, and nothing for it
  kBroken,     // empty, cut off, damaged, or no dump at all
  kUnclear,    // what was read fits a whole one and a broken one
  kUnread,     // we may not read it
};

struct EndingVerdict {
  Completeness completeness = Completeness::kPlausible;
  std::string detail;              // what it is, or what is wrong: "its end lacks ..."
  std::vector<DumpFormat> layers;  // from the outside in, as far as it was looked into
  bool operator==(const EndingVerdict&) const = default;
};

}  // namespace lastgood
