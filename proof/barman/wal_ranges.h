// The segments of an archive as ranges without a gap, gathered while they are listed: a million segments of
// 16 MiB are some four thousand ranges, and four bytes for each packed one. Bounded: of an archive of more
// holes than can be, the rest is counted as lost. A value; not for sharing between threads.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "net/s3/bucket_types.h"
#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {

// Of one timeline and log: what follows the last segment of a log depends on the size of segments, which the
// names do not tell.
struct WalRange {
  std::uint32_t timeline = 0, log = 0, first = 0, last = 0;
  Time first_modified, last_modified;
  std::uint64_t size = 0;   // of each of them, when plain
  std::uint64_t sizes = 0;  // where the sizes of packed ones begin among all that were ever kept
  Packing packing = Packing::kPlain;
  bool too_short = false;  // packed, and shorter than anything packed can be

  Segment First() const { return {timeline, log, first}; }
  Segment Last() const { return {timeline, log, last}; }
};

// A segment in its range.
struct FoundSegment {
  const WalRange* range = nullptr;
  std::optional<std::uint64_t> size;  // nullopt: not kept
};

class WalRanges {
 public:
  static constexpr std::size_t kMostRanges = 200'000;
  static constexpr std::size_t kMostSizes = 2'000'000;  // the newest; those before are not looked at
  static constexpr std::size_t kMostPartials = 4096;

  // In the order of the keys.
  void Add(const WalFile& file, std::uint64_t size, Time modified);

  std::optional<FoundSegment> Find(const Segment& segment) const;
  bool HasPartial(const Segment& segment) const { return partials_.contains(segment); }

  const std::deque<WalRange>& ranges() const { return ranges_; }  // by timeline, log and number
  // How many segments were not kept, or came out of order.
  std::uint64_t lost() const { return lost_; }
  // By the sizes of plain segments, else by their numbers; 16 MiB where nothing tells.
  SegmentSize GuessSize() const;

 private:
  void AddSegment(const Segment& segment, Packing packing, std::uint64_t size, Time modified);
  void DropLast();
  void KeepSize(std::uint64_t size);

  std::deque<WalRange> ranges_;
  std::deque<std::uint32_t> sizes_;
  std::uint64_t dropped_sizes_ = 0;
  std::set<Segment> partials_;
  std::uint64_t lost_ = 0;
};

}  // namespace lastgood::proof::barman
