#include "proof/barman/wal_check.h"

#include <algorithm>

namespace lastgood::proof::barman {

void WalCheck::CheckSegment(const SegmentFile& file) {
  Finding finding;
  if (!whole_)
    finding = JudgeSegmentEnd(reader_, file);
  else if (file.packing == Packing::kPlain)
    finding = JudgeSegmentHead(reader_, file);
  else
    finding = JudgeWholeSegment(reader_, file);
  if (!finding.IsWhole()) (finding.whole ? unusable_ : unknown_)[file.segment] = std::move(finding.why);
}

std::uint64_t WalCheck::CheckRange(const Route& route, const WalRange& range, std::uint64_t first,
                                   std::uint64_t last, std::optional<std::uint64_t> system_id) {
  std::uint64_t index = last + 1;
  for (; index > first && left_ > 0 && !reader_.IsSpent(); --index) {
    const Segment segment = route.size.At(range.timeline, index - 1);
    if (seen_.contains(segment)) continue;
    const std::optional<FoundSegment> found = listing_.wal.Find(segment);
    if (!found || !found->size) break;  // nor of those before it
    --left_;
    seen_.insert(segment);
    CheckSegment({WalKey(listing_.root, segment, range.packing), segment, *found->size, range.packing,
                  route.size, system_id});
  }
  if (index == first) return 0;
  const auto seen = std::distance(seen_.lower_bound(route.size.At(range.timeline, first)),
                                  seen_.lower_bound(route.size.At(range.timeline, index)));
  return index - first - static_cast<std::uint64_t>(seen);
}

std::uint64_t WalCheck::Check(const Route& route, std::uint64_t first, std::uint64_t last,
                              std::optional<std::uint64_t> system_id) {
  std::uint64_t unlooked = 0;
  if (steps_ == 0) return last - first + 1;
  for (auto island = route.islands.rbegin(); island != route.islands.rend(); ++island) {
    if (island->first > last) continue;
    if (island->last < first) break;
    const std::uint64_t begin = std::max(first, island->first);
    for (std::uint64_t end = std::min(last, island->last) + 1; end > begin;) {
      const std::optional<FoundSegment> found = listing_.wal.Find(SegmentOn(route.path, route.size, end - 1));
      if (steps_ > 0) --steps_;
      if (!found || steps_ == 0) return unlooked + (end - begin);
      const PathPiece& piece = PieceOf(route.path, end - 1);
      const std::uint64_t from = std::max({begin, piece.begin, route.size.IndexOf(found->range->First())});
      if (whole_ || found->range->packing != Packing::kPlain)
        unlooked += CheckRange(route, *found->range, from, end - 1, system_id);
      end = from;
    }
  }
  return unlooked;
}

Finding WalCheck::CheckHead(const Route& route, std::uint64_t index, std::optional<std::uint64_t> system_id) {
  const Segment segment = SegmentOn(route.path, route.size, index);
  const std::optional<FoundSegment> found = listing_.wal.Find(segment);
  if (!found || !found->size || unusable_.contains(segment)) return {};
  const Packing packing = found->range->packing;
  return JudgeSegmentHead(reader_, {WalKey(listing_.root, segment, packing), segment, *found->size, packing,
                                    route.size, system_id});
}

const std::string* WalCheck::Unknown(const Route& route, std::uint64_t first, std::uint64_t last) const {
  for (const PathPiece& piece : route.path) {
    if (piece.begin > last || piece.end <= first) continue;
    const auto found = unknown_.lower_bound(route.size.At(piece.timeline, std::max(first, piece.begin)));
    const Segment end = route.size.At(piece.timeline, std::min(last, piece.end - 1));
    if (found != unknown_.end() && found->first <= end) return &found->second;
  }
  return nullptr;
}

}  // namespace lastgood::proof::barman
