#include "collectors/repositories/restic.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "model/recent_runs.h"

namespace lastgood {
namespace {

// restic writes its lock anew every 5 minutes, and itself calls one stale after 30.
constexpr Duration kLockStale = std::chrono::minutes(30);

std::string Short(const ResticFile& file) { return file.id.substr(0, 8); }

std::string MissingDetail(const RepositoryPlan& plan, const ResticListing& listing) {
  std::string detail = fmt::format("no restic repository at {}: there is no file config", plan.place.Url());
  if (!listing.other_repository.empty())
    return detail + fmt::format("; one may be at prefix \"{}\"", Cut(listing.other_repository, 200));
  if (listing.empty()) return detail + ", nor anything else; is the storage mounted, is `prefix` right?";
  return detail;
}

std::vector<Run> RunsOf(const ResticListing& listing, const ResticContent& content, Time now) {
  const auto is_damaged = [&](const ResticFile& snapshot) {
    return std::ranges::any_of(content.damaged, [&](const ResticFile& one) { return one.id == snapshot.id; });
  };
  RecentRuns runs;
  for (const ResticFile& snapshot : listing.snapshots)
    if (snapshot.modified <= now)
      runs.Add(
          {snapshot.modified, is_damaged(snapshot) ? RunOutcome::kFailed : RunOutcome::kGood, std::nullopt});
  return runs.Take();
}

void AddSnapshots(const ResticListing& listing, const ResticContent& content, bool usable, Track& track) {
  BackupCounts counts;
  const auto bad = static_cast<std::int64_t>(content.damaged.size());
  if (usable) counts.completed = static_cast<std::int64_t>(listing.snapshots.size() - content.gone) - bad;
  counts.failed = bad;
  // Backups were made: what lost its keys or index is no recovery point, but not "never backed up" either.
  if (usable || !content.newest) track.counts = counts;
  if (content.newest)
    (usable ? track.last_success_finish : track.last_success_at_most) = content.newest->modified;
  if (content.damaged.empty()) return;
  track.last_failure = content.damaged.front().modified;
  track.last_failure_message = fmt::format("snapshot {} is damaged: its file is not what its name says",
                                           Short(content.damaged.front()));
}

// A snapshot that was written after the lock was left proves that the lock does not keep backups out.
std::string StaleLockDetail(const ResticFile& lock, std::size_t stale, const ResticContent& content) {
  const bool passed = content.newest && content.newest->modified > lock.modified;
  return fmt::format("{} stale, lock {} untouched since {}: {}; if no restic runs any more, `restic unlock`",
                     stale == 1 ? "a lock is" : fmt::format("{} locks are", stale), Short(lock),
                     FormatRfc3339(lock.modified),
                     passed ? "backups went on since, but prune and forget wait for it"
                            : "prune and forget wait for it, and if it is exclusive so does every backup");
}

void AddLocks(const ResticListing& listing, const ResticContent& content, Time now, Track& track) {
  const ResticFile* oldest = nullptr;
  std::size_t stale = 0;
  for (const ResticFile& lock : listing.locks) {
    if (now - lock.modified <= kLockStale) {
      if (track.counts) ++track.counts->running;
      continue;
    }
    ++stale;
    if (oldest == nullptr || lock.modified < oldest->modified) oldest = &lock;
  }
  if (oldest == nullptr) return;
  track.running_since = oldest->modified;
  track.running_detail = StaleLockDetail(*oldest, stale, content);
}

void AddProofs(const ResticListing& listing, const ResticContent& content, Time now, ObjectFacts& object) {
  std::optional<std::string> broken = WhyNothingRestores(listing);
  if (!broken) broken = WhatIsDamaged(listing);
  if (broken) object.proofs.push_back({"listing", false, now, *broken});
  if (!content.damage.empty()) object.proofs.push_back({"content", false, now, content.damage});
}

void AddProblems(const RepositoryPlan& plan, const ResticContent& content, RepositoryReading& reading) {
  for (const ResticFile& snapshot : content.future)
    reading.problems.push_back(
        {"Repository",
         "",
         plan.key.name,
         {ErrorCode::kClockSkew,
          fmt::format("repository {}: {} claims to be written at {}, which is to come: it "
                      "proves nothing; compare the clocks",
                      plan.key.name, snapshot.key, FormatRfc3339(snapshot.modified))}});
}

}  // namespace

RepositoryReading AssembleRestic(const RepositoryPlan& plan, const ResticListing& listing,
                                 const ResticContent& content, Time now) {
  RepositoryReading reading = BlankReading(plan, "snapshot", now);
  AddProofs(listing, content, now, reading.object);
  if (!listing.config && reading.object.proofs.empty()) {
    TellMissing(reading, MissingDetail(plan, listing));
    return reading;
  }
  if (listing.config) reading.object.created = listing.config->modified;
  const std::optional<std::string> lost = WhyNothingRestores(listing);
  if (lost) {
    reading.destination.available = false;
    reading.destination.detail = *lost;
  }
  Track& track = reading.object.tracks.front();
  AddSnapshots(listing, content, !lost && !content.no_key, track);
  track.runs = RunsOf(listing, content, now);
  AddLocks(listing, content, now, track);
  track.stored = listing.packs;
  AddProblems(plan, content, reading);
  return reading;
}

Result<ResticListing> ResticRepository::List(const Pass& pass) const {
  ResticListing listing(plan_.place.prefix);
  Status status = Ok();
  const auto visit = [&](const BucketObject& object) {
    if (status.ok()) status = listing.Add(object);
  };
  const auto progress = [&](std::size_t objects) {
    if (pass.progress) pass.progress("listing repository " + plan_.key.name, objects);
  };
  LASTGOOD_RETURN_IF_ERROR(bucket_.List({.prefix = plan_.place.prefix}, pass.deadline, visit, progress));
  LASTGOOD_RETURN_IF_ERROR(status);
  return listing;
}

Result<ResticListing> ResticRepository::ListTwiceIfBroken(const Pass& pass) const {
  Result<ResticListing> listing = List(pass);
  if (!listing.ok() || (!WhyNothingRestores(*listing) && !WhatIsDamaged(*listing))) return listing;
  return List(pass);
}

Result<RepositoryReading> ResticRepository::Read(const Pass& pass) {
  LASTGOOD_ASSIGN(const ResticListing listing, ListTwiceIfBroken(pass));
  LASTGOOD_ASSIGN(const ResticContent content, content_.Read(bucket_, listing, clock_.Now(), pass.deadline));
  return AssembleRestic(plan_, listing, content, clock_.Now());
}

}  // namespace lastgood
