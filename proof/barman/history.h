// The .history file of a timeline: which timelines it came from, and where each of them was left. A pure
// function; values.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lastgood::proof::barman {

struct TimelineSwitch {
  std::uint32_t timeline = 0;  // that was left
  std::uint64_t lsn = 0;       // where the next one begins
  bool operator==(const TimelineSwitch&) const = default;
};

// Oldest first, at least one. kMalformed: PostgreSQL does not accept it either, or it ends within a line.
Result<std::vector<TimelineSwitch>> ParseHistory(std::string_view text, std::uint32_t of_timeline);

}  // namespace lastgood::proof::barman
