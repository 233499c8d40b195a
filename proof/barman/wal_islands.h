// The usable segments along a path of timelines, as stretches without a gap. Values; pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "proof/barman/wal_path.h"

namespace lastgood::proof::barman {

struct Island {
  std::uint64_t first = 0, last = 0;  // indexes
  std::uint32_t first_timeline = 0, last_timeline = 0;
  // When its first and last segment came into the bucket. Within a range that is not known, and it is the
  // range's first moment then, which is never too late.
  Time first_modified, last_modified;
};

// Segments that were looked at and found damaged, with what is wrong.
using Unusable = std::map<Segment, std::string>;

// Plain segments of another size and the unusable ones are no part of any.
std::vector<Island> IslandsOf(const WalPath& path, const WalRanges& ranges, SegmentSize size,
                              const Unusable& unusable);

// The one that holds the index; nullptr when it is in a hole.
const Island* IslandAt(const std::vector<Island>& islands, std::uint64_t index);

// On which piece of the path, which is not empty, the index lies.
const PathPiece& PieceOf(const WalPath& path, std::uint64_t index);
// Which segment of that index the path asks for.
Segment SegmentOn(const WalPath& path, SegmentSize size, std::uint64_t index);

}  // namespace lastgood::proof::barman
