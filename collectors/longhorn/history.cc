#include "collectors/longhorn/history.h"

#include <fmt/format.h>

#include "collectors/kubernetes.h"

namespace lastgood::longhorn {
namespace {

std::optional<Time> Or(const std::optional<Time>& time, const std::optional<Time>& otherwise) {
  return time ? time : otherwise;
}

std::string SnapshotError(const Table<SnapshotRow>& snapshots, std::uint64_t id) {
  for (const SnapshotRow& row : snapshots.rows)
    if (row.id == id) return fmt::format("snapshot: {}", row.error);
  return "";
}

}  // namespace

void History::Add(Attempt attempt) {
  switch (attempt.state) {
    case State::kLeaving:
      return;
    case State::kCompleted:
      return attempt.ended ? AddGood(attempt) : AddBad(attempt, "complete, but without the time of its end");
    case State::kFailed:
      return AddBad(attempt, attempt.error);
    default:
      ++(attempt.state == State::kPending ? counts_.pending : counts_.running);
      if (!waiting_ || (attempt.begun && (!waiting_->begun || *attempt.begun < *waiting_->begun)))
        waiting_ = std::move(attempt);
  }
}

void History::AddGood(const Attempt& attempt) {
  ++counts_.completed;
  if (attempt.begun && *attempt.begun <= *attempt.ended)
    durations_.push_back(*attempt.ended - *attempt.begun);
  if (attempt.begun && (!point_ || *attempt.begun > *point_)) point_ = attempt.begun;
  if (attempt.begun && (!window_start_ || *attempt.begun < *window_start_)) window_start_ = attempt.begun;
  const bool newer = !newest_ || *attempt.ended > *newest_->ended;
  const std::optional<std::uint64_t> older_size =
      newer ? (newest_ ? newest_->size : std::nullopt) : attempt.size;
  if (older_size) sizes_.push_back(*older_size);
  if (newer) newest_ = attempt;
}

void History::AddBad(const Attempt& attempt, std::string_view why) {
  ++(attempt.state == State::kCompleted ? counts_.partial : counts_.failed);
  if (!attempt.failed || (failure_ && *attempt.failed <= *failure_)) return;
  failure_ = attempt.failed;
  failure_message_ = fmt::format("{}: {}", attempt.what, why.empty() ? attempt.state_text : why);
}

void History::Fill(Track& track) {
  track.counts = counts_;
  if (newest_) {
    track.last_success_start = newest_->begun;
    track.last_success_finish = newest_->ended;
    if (newest_->begun && *newest_->begun <= *newest_->ended)
      track.last_success_duration = *newest_->ended - *newest_->begun;
    track.last_success_bytes = newest_->size;
    track.last_success_transferred_bytes = newest_->transferred;
  }
  track.typical_bytes = Median(sizes_);
  track.typical_duration = Median(durations_);
  track.recovery_point = point_;
  track.recovery_window_start = window_start_;
  track.last_failure = failure_;
  track.last_failure_message = failure_message_;
  if (!waiting_) return;
  track.running_since = waiting_->begun;
  track.running_detail = fmt::format("{} is {}", waiting_->what, waiting_->state_text);
  if (!waiting_->error.empty()) track.running_detail += fmt::format(": {}", waiting_->error);
}

Attempt AttemptOf(const BackupRow& row, const Table<SnapshotRow>& snapshots) {
  Attempt attempt{.state = row.state, .size = row.size, .transferred = row.transferred};
  attempt.begun = row.snapshot.Or(row.created).Get();
  attempt.ended = row.finished.Get();
  if (row.extra == nullptr) return attempt;
  if (row.Unfinished()) attempt.begun = row.created.Or(row.snapshot).Get();
  attempt.failed = row.synced.Or(row.finished).Or(row.created).Or(row.snapshot).Get();
  attempt.what = fmt::format("Backup {}", row.extra->name);
  if (!row.extra->job.empty()) attempt.what += fmt::format(" (RecurringJob {})", row.extra->job);
  attempt.state_text = row.extra->state;
  if (row.state == State::kRunning) attempt.state_text += fmt::format(" at {} %", row.extra->progress);
  attempt.error = row.extra->error.empty() ? SnapshotError(snapshots, row.extra->snapshot) : row.extra->error;
  return attempt;
}

// A Ready system backup of an older version may lack its own time.
Attempt AttemptOf(const SystemBackupRow& row) {
  return {.state = row.state,
          .begun = Or(row.created, row.finished),
          .ended = row.state == State::kCompleted ? Or(row.finished, row.created) : std::nullopt,
          .failed = Or(row.finished, row.created),
          .what = fmt::format("SystemBackup {}", row.name),
          .state_text = row.state_text.empty() ? "waiting to begin" : row.state_text,
          .error = row.error};
}

Attempt AttemptOf(const ImageBackupRow& row) {
  return {.state = row.state,
          .begun = Or(row.created, row.finished),
          .ended = row.state == State::kCompleted ? row.finished : std::nullopt,
          .failed = Or(row.finished, row.created),
          .size = row.size,
          .what = fmt::format("BackupBackingImage {}", row.name),
          .state_text = row.state_text.empty() ? "waiting to begin" : row.state_text,
          .error = row.error};
}

}  // namespace lastgood::longhorn
