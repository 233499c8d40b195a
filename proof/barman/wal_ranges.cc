#include "proof/barman/wal_ranges.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace lastgood::proof::barman {
namespace {

// A segment of zeros packs to some hundred bytes at the very least.
constexpr std::uint64_t kLeastPacked = 20;

bool IsShort(Packing packing, std::uint64_t size) {
  return packing != Packing::kPlain && size < kLeastPacked;
}

}  // namespace

void WalRanges::Add(const WalFile& file, std::uint64_t size, Time modified) {
  if (file.kind == WalFileKind::kSegment) AddSegment(file.segment, file.packing, size, modified);
  if (file.kind == WalFileKind::kPartial && partials_.size() < kMostPartials) partials_.insert(file.segment);
}

void WalRanges::AddSegment(const Segment& segment, Packing packing, std::uint64_t size, Time modified) {
  if (!ranges_.empty() && ranges_.back().Last() >= segment) {
    // Of one segment plain and packed, barman-cloud-wal-restore takes the first packed one.
    const bool replaces = ranges_.back().Last() == segment && ranges_.back().packing == Packing::kPlain;
    if (ranges_.back().Last() != segment) ++lost_;
    if (!replaces) return;
    DropLast();
  }
  const bool plain = packing == Packing::kPlain, too_short = IsShort(packing, size);
  WalRange* const last = ranges_.empty() ? nullptr : &ranges_.back();
  const bool follows = last != nullptr && last->timeline == segment.timeline && last->log == segment.log &&
                       last->last + 1 == segment.number && last->packing == packing &&
                       last->too_short == too_short && (!plain || last->size == size);
  if (!follows && ranges_.size() == kMostRanges) {
    ++lost_;
    return;
  }
  if (follows) {
    last->last = segment.number;
    last->last_modified = modified;
  } else {
    ranges_.push_back({segment.timeline, segment.log, segment.number, segment.number, modified, modified,
                       plain ? size : 0, dropped_sizes_ + sizes_.size(), packing, too_short});
  }
  if (!plain) KeepSize(size);
}

// Only ever a plain one, of which no size is kept.
void WalRanges::DropLast() {
  WalRange& range = ranges_.back();
  if (range.first == range.last) {
    ranges_.pop_back();
    return;
  }
  --range.last;
  range.last_modified = range.first_modified;  // the latest that is known of what is left
}

void WalRanges::KeepSize(std::uint64_t size) {
  if (sizes_.size() == kMostSizes) {
    sizes_.pop_front();
    ++dropped_sizes_;
  }
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  sizes_.push_back(static_cast<std::uint32_t>(std::min(size, kMost)));
}

std::optional<FoundSegment> WalRanges::Find(const Segment& segment) const {
  const auto next =
      std::ranges::upper_bound(ranges_, segment, {}, [](const WalRange& r) { return r.First(); });
  if (next == ranges_.begin()) return std::nullopt;
  const WalRange& range = *std::prev(next);
  if (range.Last() < segment) return std::nullopt;
  FoundSegment found{&range, range.size};
  if (range.packing == Packing::kPlain) return found;
  const std::uint64_t at = range.sizes + (segment.number - range.first);
  found.size = at < dropped_sizes_ ? std::nullopt : std::optional<std::uint64_t>(sizes_[at - dropped_sizes_]);
  return found;
}

SegmentSize WalRanges::GuessSize() const {
  std::uint64_t most = 0, before_next_log = 0;
  for (std::size_t i = 0; i < ranges_.size(); ++i) {
    const WalRange& range = ranges_[i];
    const std::optional<SegmentSize> size = SegmentSize::Of(range.size);
    if (range.packing == Packing::kPlain && size && range.first != range.last) return *size;
    most = std::max<std::uint64_t>(most, range.last);
    if (i > 0 && ranges_[i - 1].timeline == range.timeline && ranges_[i - 1].log + 1 == range.log &&
        range.first == 0)
      before_next_log = std::max<std::uint64_t>(before_next_log, ranges_[i - 1].last);
  }
  // The highest number of all, behind which the next log begins.
  const bool told = before_next_log == most && std::has_single_bit(most + 1);
  if (!told && most < SegmentSize().PerLog()) return {};
  const std::uint64_t per_log = std::bit_ceil(most + 1);
  return SegmentSize::Of((std::uint64_t{1} << 32) / per_log).value_or(SegmentSize());
}

}  // namespace lastgood::proof::barman
