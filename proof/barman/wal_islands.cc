#include "proof/barman/wal_islands.h"

#include <algorithm>

namespace lastgood::proof::barman {
namespace {

bool IsUsable(const WalRange& range, SegmentSize size) {
  if (!size.Has(range.Last())) return false;
  return range.packing == Packing::kPlain ? range.size == size.bytes() : !range.too_short;
}

class Builder {
 public:
  Builder(SegmentSize size, const Unusable& unusable) : size_(size), unusable_(unusable) {}

  // What of the range lies in the piece, without what is unusable.
  void Add(const WalRange& range, const PathPiece& piece) {
    std::uint64_t first = std::max(piece.begin, size_.IndexOf(range.First()));
    const std::uint64_t last = std::min(piece.end - 1, size_.IndexOf(range.Last()));
    if (first > last) return;
    auto bad = unusable_.lower_bound(size_.At(range.timeline, first));
    for (; bad != unusable_.end() && bad->first <= size_.At(range.timeline, last); ++bad) {
      const std::uint64_t index = size_.IndexOf(bad->first);
      if (index > first) AddPart(range, first, index - 1);
      first = index + 1;
    }
    if (first <= last) AddPart(range, first, last);
  }
  std::vector<Island> Take() { return std::move(islands_); }

 private:
  void AddPart(const WalRange& range, std::uint64_t first, std::uint64_t last) {
    const Time modified = last == size_.IndexOf(range.Last()) ? range.last_modified : range.first_modified;
    if (!islands_.empty() && islands_.back().last + 1 == first) {
      islands_.back().last = last;
      islands_.back().last_timeline = range.timeline;
      islands_.back().last_modified = modified;
      return;
    }
    islands_.push_back({first, last, range.timeline, range.timeline, range.first_modified, modified});
  }

  const SegmentSize size_;
  const Unusable& unusable_;
  std::vector<Island> islands_;
};

}  // namespace

std::vector<Island> IslandsOf(const WalPath& path, const WalRanges& ranges, SegmentSize size,
                              const Unusable& unusable) {
  Builder builder(size, unusable);
  const auto& all = ranges.ranges();
  for (const PathPiece& piece : path) {
    if (piece.begin >= piece.end) continue;
    const Segment begin = size.At(piece.timeline, piece.begin);
    auto range = std::ranges::lower_bound(all, begin, {}, [](const WalRange& r) { return r.Last(); });
    for (; range != all.end() && range->timeline == piece.timeline; ++range) {
      if (size.IndexOf(range->First()) >= piece.end) break;
      if (IsUsable(*range, size)) builder.Add(*range, piece);
    }
  }
  return builder.Take();
}

const Island* IslandAt(const std::vector<Island>& islands, std::uint64_t index) {
  const auto found = std::ranges::lower_bound(islands, index, {}, &Island::last);
  return found == islands.end() || found->first > index ? nullptr : &*found;
}

const PathPiece& PieceOf(const WalPath& path, std::uint64_t index) {
  for (const PathPiece& piece : path)
    if (index < piece.end) return piece;
  return path.back();
}

Segment SegmentOn(const WalPath& path, SegmentSize size, std::uint64_t index) {
  return size.At(PieceOf(path, index).timeline, index);
}

}  // namespace lastgood::proof::barman
