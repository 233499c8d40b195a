#include "proof/barman/judge_wal.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::proof::barman {
namespace {

// Why a segment is in no island.
struct Lack {
  std::string why;
  bool missing = false;  // nothing usable was ever there
};

Lack WhyNot(const Listing& listing, const Route& route, const Unusable& unusable, std::uint64_t index) {
  const Segment segment = SegmentOn(route.path, route.size, index);
  if (const auto found = unusable.find(segment); found != unusable.end()) return {found->second, false};
  const std::string name = NameOf(segment);
  const std::optional<FoundSegment> found = listing.wal.Find(segment);
  if (found && found->range->packing == Packing::kPlain)
    return {fmt::format("{} has {} bytes instead of {}: a recovery that comes to it dies", name,
                        found->range->size, route.size.bytes()),
            false};
  if (found) return {fmt::format("{} is empty or cut off", name), false};
  if (listing.wal.HasPartial(segment)) return {fmt::format("{} is there only as .partial", name), true};
  return {fmt::format("{} is missing", name), true};
}

// `index`: the first that the base needs and does not have.
Finding WithoutSegment(const Listing& listing, const Route& route, const Unusable& unusable, Time now,
                       const Base& base, std::uint64_t index) {
  const Lack lack = WhyNot(listing, route, unusable, index);
  std::string why = fmt::format("of the WAL that it needs, {}", lack.why);
  if (route.unsure && lack.missing) return Finding::Unknown(why + ", as far as could be looked at");
  const bool at_end = route.islands.empty() || index > route.islands.back().last;
  if (lack.missing && at_end && now - base.files->info_modified < kGrace)
    return Finding::Unknown(why + ", and may be on its way");
  const bool partial = listing.wal.HasPartial(SegmentOn(route.path, route.size, index));
  if (lack.missing && partial && index == base.End())
    return Finding::Unknown(why + ", which may hold enough");
  return Finding::Broken(std::move(why));
}

void Note(WalReport& report, std::string note) {
  constexpr std::size_t kMost = 64;
  if (report.notes.size() < kMost && report.known.insert(note).second)
    report.notes.push_back(std::move(note));
}

}  // namespace

// When the last segment came into the bucket is the best that a listing tells: its last record is older by
// what archiving took. Of a copied store the moments are those of the copy.
void ReachTo(const Route& route, const Island& island, Time now, Base& base) {
  base.to = std::max(base.From(), std::min(island.last_modified, now));
  base.last_wal = NameOf(route.size.At(island.last_timeline, island.last));
}

void JudgeOnRoute(const Listing& listing, const Route& route, const Unusable& unusable, Time now,
                  Base& base) {
  const Island* const island = IslandAt(route.islands, base.Begin());
  if (island == nullptr || island->last < base.End()) {
    const std::uint64_t index = island == nullptr ? base.Begin() : island->last + 1;
    base.finding.And(WithoutSegment(listing, route, unusable, now, base, index));
    return;
  }
  ReachTo(route, *island, now, base);
}

void ReportGaps(const Listing& listing, const Route& route, const Unusable& unusable, std::uint64_t oldest,
                Time now, WalReport& report) {
  const Island* before = nullptr;
  for (const Island& island : route.islands) {
    const Island* const last = before;
    before = &island;
    if (island.first <= oldest) continue;
    const std::uint64_t hole = last == nullptr ? oldest : last->last + 1;
    const Lack lack = WhyNot(listing, route, unusable, hole);
    if (!lack.missing) Note(report, lack.why);
    if (lack.missing && now - island.first_modified < kGrace) {
      Note(report, lack.why + ", and may be on its way: what follows it is minutes old");
      continue;
    }
    Gap gap{last == nullptr ? "" : NameOf(route.size.At(last->last_timeline, last->last)),
            NameOf(route.size.At(island.first_timeline, island.first)), island.first - hole};
    if (!report.known.insert(gap.after + "/" + gap.before).second) continue;
    if (report.gaps.size() == WalReport::kMostGaps)
      Note(report, "there are more gaps than are named");
    else
      report.gaps.push_back(std::move(gap));
  }
  if (before == nullptr) return;
  // What lies behind the end and cannot be used.
  const Lack lack = WhyNot(listing, route, unusable, before->last + 1);
  if (!lack.missing) Note(report, lack.why);
}

}  // namespace lastgood::proof::barman
