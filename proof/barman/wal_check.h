// Looks at the segments that recoveries need, within a number of them: which are damaged, and of which nobody
// can tell. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "proof/barman/listing.h"
#include "proof/barman/reader.h"
#include "proof/barman/route.h"
#include "proof/barman/segment_ends.h"

namespace lastgood::proof::barman {

class WalCheck {
 public:
  // How many segments are looked at, the newest first. The others count by their names and sizes.
  static constexpr std::uint64_t kMostEnds = 4096, kMostWhole = 65'536;

  WalCheck(const Listing& listing, Reader& reader, Depth depth)
      : listing_(listing),
        reader_(reader),
        whole_(depth == Depth::kContent),
        left_(whole_ ? kMostWhole : kMostEnds) {}

  // What of the route's islands lies in [first, last], from its end. Returns how many segments could not be
  // looked at.
  std::uint64_t Check(const Route& route, std::uint64_t first, std::uint64_t last,
                      std::optional<std::uint64_t> system_id);
  // The first page of the segment: that it is this server's.
  Finding CheckHead(const Route& route, std::uint64_t index, std::optional<std::uint64_t> system_id);

  const Unusable& unusable() const { return unusable_; }
  // Why nobody can tell whether a segment in [first, last] is whole; nullptr when everybody can.
  const std::string* Unknown(const Route& route, std::uint64_t first, std::uint64_t last) const;

 private:
  // Returns how many of the range's segments, from the index `last` down to `first`, were not looked at.
  std::uint64_t CheckRange(const Route& route, const WalRange& range, std::uint64_t first, std::uint64_t last,
                           std::optional<std::uint64_t> system_id);
  void CheckSegment(const SegmentFile& file);

  const Listing& listing_;
  Reader& reader_;
  const bool whole_;
  std::uint64_t left_;
  std::uint64_t steps_ = 20'000'000;  // ranges, of an archive that was made to have many
  std::set<Segment> seen_;
  Unusable unusable_, unknown_;
};

}  // namespace lastgood::proof::barman
