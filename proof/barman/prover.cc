#include "proof/barman/prover.h"

#include <fmt/format.h>

#include <algorithm>

#include "proof/barman/judge_base.h"
#include "proof/barman/judge_wal.h"
#include "proof/barman/wal_check.h"

namespace lastgood::proof::barman {
namespace {

std::uint64_t RequestsOf(Depth depth) {
  constexpr std::uint64_t kEnds = 16'384, kContent = 1'000'000;
  if (depth == Depth::kListing) return 0;
  return depth == Depth::kEnds ? kEnds : kContent;
}

class Prover {
 public:
  Prover(const Listing& listing, const ReadPart& read, Depth depth, Time now)
      : listing_(listing),
        reader_(read, RequestsOf(depth)),
        depth_(read ? depth : Depth::kListing),
        now_(now) {}

  ProvenStore Prove();

 private:
  void JudgeBases();
  void JudgeByNames();
  void JudgeByRoutes();
  void CheckBase(const Route& route, WalCheck& check, Base& base);
  void CheckWindow(const Route& route, WalCheck& check);
  void FinishRoute(Route& route, const WalCheck& check);
  void Describe();
  void DescribeServers();

  const Listing& listing_;
  Reader reader_;
  const Depth depth_;
  const Time now_;
  std::vector<Base> bases_;  // newest first
  WalReport report_;
  ProvenStore store_;
};

// A base without its own files does not need WAL.
bool WantsWal(const Base& base) {
  return !base.finding.IsBroken() && base.info && base.info->begin_wal && base.info->end_wal &&
         JudgeInfo(base).IsWhole();
}

std::uint64_t OldestOf(const Route& route) {
  std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
  for (const Base* base : route.bases) oldest = std::min(oldest, base->Begin());
  return oldest;
}

void Prover::JudgeBases() {
  const auto& files = listing_.bases.bases();
  for (auto it = files.rbegin(); it != files.rend(); ++it)
    bases_.push_back({&it->second, std::nullopt, JudgeFiles(it->second, now_), std::nullopt, {}});
  if (depth_ == Depth::kListing) return;
  const std::uint64_t split_at = SplitAt(listing_.bases);
  for (Base& base : bases_) ReadInfo(reader_, listing_, base);
  for (Base& base : bases_)
    if (WantsWal(base) && base.finding.IsWhole())
      base.finding.And(JudgeTars(reader_, listing_, base, split_at, depth_));
}

// Which segments a base needs only its backup.info tells: by their moments, those that follow it are found.
void Prover::JudgeByNames() {
  Route route = RouteByNames(listing_);
  route.islands = IslandsOf(route.path, listing_.wal, route.size, {});
  std::optional<std::uint64_t> oldest;
  for (Base& base : bases_) {
    if (!base.files->info_size) continue;
    if (listing_.wal.ranges().empty() && now_ - base.files->info_modified >= kGrace)
      base.finding.And(Finding::Broken("there is no WAL, without which no base backup restores"));
    if (base.finding.IsBroken()) continue;
    const Time since = base.files->info_modified - kGrace;
    const auto island = std::ranges::find_if(
        route.islands, [&](const Island& other) { return other.last_modified >= since; });
    if (island != route.islands.end()) {
      ReachTo(route, *island, now_, base);
      oldest = std::min(oldest.value_or(island->first), island->first);
    }
    base.finding.And(Finding::Unknown("only names and sizes were looked at, by which nothing is missing"));
  }
  if (oldest) ReportGaps(listing_, route, {}, *oldest, now_, report_);
  store_.unread.push_back(
      "backup.info, timeline histories and the ends of files: only names and sizes were read");
}

void Prover::CheckBase(const Route& route, WalCheck& check, Base& base) {
  const Island* const island = IslandAt(route.islands, base.Begin());
  if (island == nullptr || island->last < base.End()) return;
  const std::uint64_t unlooked = check.Check(route, base.Begin(), base.End(), base.info->system_id);
  if (unlooked > 0)
    base.finding.And(Finding::Unknown(
        fmt::format("{} of the segments that it needs were not looked at: more than are read", unlooked)));
  base.finding.And(check.CheckHead(route, base.Begin(), base.info->system_id));
}

void Prover::CheckWindow(const Route& route, WalCheck& check) {
  constexpr std::uint64_t kEnd = std::numeric_limits<std::uint64_t>::max() - 1;
  const std::uint64_t unlooked =
      check.Check(route, OldestOf(route), kEnd, route.bases.back()->info->system_id);
  if (unlooked > 0)
    store_.unread.push_back(
        fmt::format("{} of the older packed segments on timeline {}: they count by their names and sizes",
                    unlooked, route.path.front().timeline));
}

void Prover::FinishRoute(Route& route, const WalCheck& check) {
  route.islands = IslandsOf(route.path, listing_.wal, route.size, check.unusable());
  for (Base* base : route.bases) {
    JudgeOnRoute(listing_, route, check.unusable(), now_, *base);
    if (const std::string* why = check.Unknown(route, base->Begin(), base->End()))
      base->finding.And(Finding::Unknown(*why));
  }
  ReportGaps(listing_, route, check.unusable(), OldestOf(route), now_, report_);
}

void Prover::JudgeByRoutes() {
  Router router(listing_, reader_, report_.notes);
  for (Base& base : bases_)
    if (WantsWal(base)) router.Add(base);
  std::vector<Route> routes = router.Take();
  WalCheck check(listing_, reader_, depth_);
  for (Route& route : routes) {
    route.islands = IslandsOf(route.path, listing_.wal, route.size, {});
    for (Base* base : route.bases) CheckBase(route, check, *base);
  }
  for (const Route& route : routes) CheckWindow(route, check);
  for (Route& route : routes) {
    FinishRoute(route, check);
    route.islands = {};
  }
}

void Prover::DescribeServers() {
  std::set<std::uint64_t> servers;
  for (const Base& base : bases_)
    if (base.info && base.info->system_id) servers.insert(*base.info->system_id);
  if (servers.size() > 1)
    store_.notes.push_back(fmt::format(
        "the bases are of {} servers by their system identifiers: their WAL overwrites each other's",
        servers.size()));
}

void Prover::Describe() {
  constexpr std::size_t kMost = 64;
  for (const Base& base : bases_) {
    if (store_.notes.size() >= kMost) break;
    if (!base.files->keep.empty())
      store_.notes.push_back(
          fmt::format("{}: kept beyond the retention, by annotations/keep", base.files->id));
    if (!base.files->unknown.empty())
      store_.notes.push_back(fmt::format("{}: holds {}, which barman-cloud does not write", base.files->id,
                                         base.files->unknown));
  }
  DescribeServers();
  if (listing_.strangers > 0)
    store_.notes.push_back(
        fmt::format("{} files are none of barman's, {} for one", listing_.strangers, listing_.stranger));
  if (listing_.bases.dropped() > 0) store_.unread.push_back("the oldest bases: there are more than are kept");
  if (listing_.wal.lost() > 0)
    store_.unread.push_back(
        fmt::format("{} segments: the archive has more holes than are kept", listing_.wal.lost()));
  if (reader_.IsSpent() && depth_ != Depth::kListing)
    store_.unread.push_back("the rest of the store: " +
                            (reader_.failure().empty() ? "more than what is read" : reader_.failure()));
}

ProvenStore Prover::Prove() {
  store_.type = "barman";
  store_.path = listing_.root;
  store_.name = listing_.root.substr(listing_.root.rfind('/') + 1);
  JudgeBases();
  if (depth_ == Depth::kListing)
    JudgeByNames();
  else
    JudgeByRoutes();
  Describe();
  for (const Base& base : bases_) {
    ProvenBackup backup{base.files->id, base.finding.whole, base.finding.why, {}, {}, {}};
    if (!base.finding.IsBroken() && base.files->info_size) {
      backup.from = base.From();
      backup.to = base.to;
      backup.last_wal = base.last_wal;
    }
    store_.backups.push_back(std::move(backup));
  }
  std::ranges::reverse(store_.backups);
  store_.gaps = std::move(report_.gaps);
  std::ranges::sort(store_.gaps, {}, &Gap::before);
  std::ranges::move(report_.notes, std::back_inserter(store_.notes));
  return std::move(store_);
}

}  // namespace

ProvenStore ProveStore(const Listing& listing, const ReadPart& read, Depth depth, Time now) {
  return Prover(listing, read, depth, now).Prove();
}

}  // namespace lastgood::proof::barman
