#include "collectors/longhorn/attempts.h"

#include <fmt/format.h>

#include "base/time.h"

namespace lastgood::longhorn {
namespace {

std::optional<Time> Or(const std::optional<Time>& time, const std::optional<Time>& otherwise) {
  return time ? time : otherwise;
}

std::string SnapshotError(const Table<SnapshotRow>& snapshots, const ObjectId& id) {
  for (const SnapshotRow& row : snapshots.rows)
    if (row.id == id) return fmt::format("snapshot: {}", row.error);
  return "";
}

}  // namespace

BackupAttempt AttemptOf(const BackupRow& row, const Table<SnapshotRow>& snapshots) {
  BackupAttempt attempt{.state = row.state, .size = row.size, .transferred = row.transferred};
  attempt.begun = row.snapshot.Or(row.created).Get();
  attempt.ended = row.finished.Get();
  if (row.state == State::kCompleted && row.size == 0U) {
    attempt.state = State::kPartial;
    attempt.failed = row.finished.Or(row.snapshot).Or(row.created).Get();
    attempt.what = fmt::format("the Backup of {}", FormatRfc3339(attempt.begun.value_or(Time())));
    attempt.error = "it is Completed, but holds 0 bytes: nothing was written to the volume";
    return attempt;
  }
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
BackupAttempt AttemptOf(const SystemBackupRow& row) {
  return {.state = row.state,
          .begun = Or(row.created, row.finished),
          .ended = row.state == State::kCompleted ? Or(row.finished, row.created) : std::nullopt,
          .failed = Or(row.finished, row.created),
          .what = fmt::format("SystemBackup {}", row.name),
          .state_text = row.state_text.empty() ? "waiting to begin" : row.state_text,
          .error = row.error};
}

BackupAttempt AttemptOf(const ImageBackupRow& row) {
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
