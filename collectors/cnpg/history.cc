#include "collectors/cnpg/history.h"

#include <fmt/format.h>

#include "collectors/shared/kubernetes.h"
#include "model/future.h"
#include "model/recent_runs.h"
#include "net/objects/reading.h"

namespace lastgood::cnpg {
namespace {

Stamp FailureOf(const BackupRow& backup) {
  return backup.terminated.Or(backup.stopped).Or(backup.reconciled).Or(backup.Start());
}

bool HoldsTheQueue(const BackupRow& backup) {
  return backup.phase == Phase::kRunning && backup.extra != nullptr &&
         (backup.extra->phase == "walArchivingFailing" || backup.extra->phase == "finalizing");
}

std::string NameOf(const BackupRow& backup) { return backup.extra == nullptr ? "" : backup.extra->name; }

class History {
 public:
  History(const Symbols& symbols, const SnapshotIndex& snapshots, Time now, Track& track)
      : symbols_(symbols), snapshots_(snapshots), now_(now), track_(track) {
    track_.counts.emplace();
  }

  void Add(const BackupRow& backup) {
    Count(backup);
    if (!backup.Final() && (waiting_ == nullptr || WaitingSince(backup) < WaitingSince(*waiting_)))
      waiting_ = &backup;
    if (backup.phase == Phase::kFailed || backup.phase == Phase::kInvalid)
      AddFailure(backup, FailureOf(backup), backup.extra->error);
  }

  void Finish(const std::vector<const BackupRow*>& backups, const BackupRow* blocker) {
    track_.runs = runs_.Take();
    if (ahead_ != nullptr) track_.ahead = ahead_->Finish().Get();
    if (newest_ == nullptr) newest_ = ahead_;
    if (newest_ != nullptr) FillNewest();
    track_.typical_duration = Median(durations_);
    track_.last_failure = failure_.Get();
    if (waiting_ != nullptr) FillWaiting(backups, blocker);
  }

 private:
  void Count(const BackupRow& backup) {
    BackupCounts& counts = *track_.counts;
    if (backup.phase == Phase::kPending) ++counts.pending;
    if (backup.phase == Phase::kRunning) ++counts.running;
    if (backup.phase == Phase::kFailed || backup.phase == Phase::kInvalid) ++counts.failed;
    if (backup.phase != Phase::kCompleted) return;
    const std::string unusable = snapshots_.WhyUnusable(backup);
    ++(unusable.empty() ? counts.completed : counts.partial);
    if (unusable.empty())
      AddGood(backup);
    else
      AddFailure(backup, backup.Finish(), "completed, but " + unusable);
  }

  void AddGood(const BackupRow& backup) {
    if (IsAhead(backup.Finish().Get(), now_)) {
      if (ahead_ == nullptr || ahead_->Finish() < backup.Finish()) ahead_ = &backup;
      return;
    }
    if (newest_ == nullptr || newest_->Finish() < backup.Finish()) newest_ = &backup;
    AddRun(backup.Finish(), RunOutcome::kGood);
    if (backup.started && backup.stopped && backup.started <= backup.stopped)
      durations_.push_back(*backup.stopped.Get() - *backup.started.Get());
    const std::optional<Time> point = MomentOf(backup).Get();
    if (!point) return;
    if (!track_.recovery_point || *point > *track_.recovery_point) track_.recovery_point = point;
    if (!track_.recovery_window_start || *point < *track_.recovery_window_start)
      track_.recovery_window_start = point;
  }

  void AddRun(Stamp ended, RunOutcome outcome) {
    if (const std::optional<Time> when = ended.Get()) runs_.Add({*when, outcome, std::nullopt});
  }

  Stamp MomentOf(const BackupRow& backup) const {
    return backup.Moment(symbols_.Text(backup.method) == kSnapshotMethod);
  }

  void AddFailure(const BackupRow& backup, Stamp when, std::string_view why) {
    AddRun(when, backup.phase == Phase::kCompleted ? RunOutcome::kPartial : RunOutcome::kFailed);
    if (failure_ && when <= failure_) return;
    failure_ = when;
    track_.last_failure_message =
        fmt::format("Backup {}: {}", NameOf(backup), why.empty() ? backup.extra->phase : why);
  }

  void FillNewest() {
    track_.last_success_start = newest_->Start().Get();
    track_.last_success_finish = newest_->Finish().Get();
    if (newest_->started && newest_->stopped && newest_->started <= newest_->stopped)
      track_.last_success_duration = *newest_->stopped.Get() - *newest_->started.Get();
  }

  void FillWaiting(const std::vector<const BackupRow*>& backups, const BackupRow* blocker) {
    track_.running_since = WaitingSince(*waiting_).Get();
    std::string& detail = track_.running_detail;
    detail = fmt::format("Backup {} is {}", NameOf(*waiting_), waiting_->extra->phase);
    if (!waiting_->extra->error.empty()) detail += fmt::format(" ({})", waiting_->extra->error);
    if (waiting_->schedule != 0)
      detail += fmt::format("; until it ends, ScheduledBackup {} makes no new one",
                            symbols_.Text(waiting_->schedule));
    if (blocker == nullptr) return;
    if (blocker != waiting_) {
      detail +=
          fmt::format("; it waits behind Backup {}, which is {}", NameOf(*blocker), blocker->extra->phase);
      return;
    }
    std::size_t behind = 0;
    for (const BackupRow* other : backups)
      if (other != blocker && !other->Final() && WaitingSince(*blocker) <= WaitingSince(*other)) ++behind;
    if (behind > 0)
      detail += fmt::format("; {} later Backup{} wait behind it", behind, behind == 1 ? "" : "s");
  }

  const Symbols& symbols_;
  const SnapshotIndex& snapshots_;
  Time now_;
  Track& track_;
  const BackupRow* newest_ = nullptr;
  const BackupRow* ahead_ = nullptr;
  const BackupRow* waiting_ = nullptr;
  Stamp failure_;
  std::vector<Duration> durations_;
  RecentRuns runs_;
};

}  // namespace

SnapshotIndex::SnapshotIndex(const Table<VolumeSnapshotRow>& table) : known_(table.Known()) {
  for (const VolumeSnapshotRow& row : table.rows) {
    by_id_.emplace(row.id, &row);
    if (row.backup) by_backup_.emplace(row.backup, &row);
  }
  for (const Problem& problem : table.unreadable) unreadable_.insert(IdOf(problem.namespace_, problem.name));
}

std::string SnapshotIndex::WhyUnusable(const VolumeSnapshotRow& row) const {
  if (row.ready) return "";
  return row.error.empty() ? "its VolumeSnapshot is not ready to use"
                           : fmt::format("its VolumeSnapshot is not ready to use: {}", row.error);
}

// What the Backup itself lists decides; without a list, the label on the VolumeSnapshots does.
std::string SnapshotIndex::WhyUnusable(const BackupRow& backup) const {
  if (!known_ || backup.extra == nullptr || backup.phase != Phase::kCompleted) return "";
  for (const ObjectId& id : backup.extra->snapshots) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end() && !unreadable_.contains(id))
      return fmt::format("its VolumeSnapshot (of {}, the first is {}) was deleted",
                         backup.extra->snapshots.size(), backup.extra->first_snapshot);
    if (found == by_id_.end()) continue;
    if (std::string why = WhyUnusable(*found->second); !why.empty()) return why;
  }
  if (!backup.extra->snapshots.empty()) return "";
  const auto [first, last] = by_backup_.equal_range(backup.id);
  if (first == last && unreadable_.empty()) return "no VolumeSnapshot of it exists";
  for (auto it = first; it != last; ++it)
    if (std::string why = WhyUnusable(*it->second); !why.empty()) return why;
  return "";
}

Stamp WaitingSince(const BackupRow& backup) {
  return backup.reconciled.Or(backup.created).Or(backup.started);
}

const BackupRow* Blocker(const std::vector<const BackupRow*>& backups) {
  const BackupRow* oldest = nullptr;
  for (const BackupRow* backup : backups)
    if (HoldsTheQueue(*backup) && (oldest == nullptr || WaitingSince(*backup) < WaitingSince(*oldest)))
      oldest = backup;
  return oldest;
}

void FillHistory(const std::vector<const BackupRow*>& backups, const Symbols& symbols,
                 const SnapshotIndex& snapshots, const BackupRow* blocker, Time now, Track& track) {
  History history(symbols, snapshots, now, track);
  for (const BackupRow* backup : backups) history.Add(*backup);
  history.Finish(backups, blocker);
}

}  // namespace lastgood::cnpg
