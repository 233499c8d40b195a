// Which segments a recovery asks for, from timeline to timeline: the .history files that are there lead to
// the newest timeline, and that one's tells where each was left. Values; pure.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "proof/barman/history.h"
#include "proof/barman/wal_ranges.h"

namespace lastgood::proof::barman {

struct HistoryFile {
  Packing packing = Packing::kPlain;
  std::uint64_t size = 0;
};

using HistoryFiles = std::map<std::uint32_t, HistoryFile>;  // by timeline

// The timeline that a recovery to the latest one chooses: PostgreSQL asks for one .history after the other,
// until one is not there.
std::uint32_t NewestTimeline(const HistoryFiles& files, std::uint32_t from);

// The segments from index `begin` to before `end` are asked for on this timeline.
struct PathPiece {
  std::uint32_t timeline = 0;
  std::uint64_t begin = 0, end = std::numeric_limits<std::uint64_t>::max();
  bool operator==(const PathPiece&) const = default;
};

using WalPath = std::vector<PathPiece>;  // by index, without a gap

// Where the timeline was left; nullopt when it is not among them.
std::optional<std::uint64_t> LeftAt(const std::vector<TimelineSwitch>& switches, std::uint32_t timeline);

// From `from`, which is among the switches, to `newest`. The segment that holds the switch is the new
// timeline's.
WalPath PathTo(const std::vector<TimelineSwitch>& switches, std::uint32_t from, std::uint32_t newest,
               SegmentSize size);

// Where no history was read: each timeline is left where a later one's first segment is.
WalPath PathByNames(const WalRanges& ranges, SegmentSize size);

}  // namespace lastgood::proof::barman
