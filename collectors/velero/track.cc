// The history of a Schedule's backups.
#include "collectors/velero/track.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/shell.h"
#include "base/time.h"
#include "collectors/velero/case.h"
#include "collectors/velero/schedule.h"
#include "model/future.h"

namespace lastgood::velero {
namespace {

std::string Plural(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// Backups of a location that is gone cannot be restored from here.
bool Lost(const BackupRow& row, const VeleroTables& tables) {
  if (!tables.locations.Complete() || row.location == 0) return false;
  const std::string_view name = tables.backups.symbols.Text(row.location);
  const std::string_view namespace_ = tables.backups.symbols.Text(row.namespace_);
  const auto is_it = [&](const auto& other) { return other.namespace_ == namespace_ && other.name == name; };
  const auto& unreadable = tables.locations.unreadable;
  return std::none_of(tables.locations.rows.begin(), tables.locations.rows.end(), is_it) &&
         std::none_of(unreadable.begin(), unreadable.end(), is_it);
}

// Why a backup that Velero calls complete does not restore everything; "" when nothing says so.
std::string Shortcoming(const BackupRow& row, const VeleroTables& tables, const Uploads& uploads) {
  if (Lost(row, tables))
    return fmt::format("it is Completed, but its storage location {} does not exist any more",
                       tables.backups.symbols.Text(row.location));
  if (row.empty) return "it is Completed, but holds 0 items: nothing of what it asks for exists";
  const std::string failure = uploads.FailureOf(row);
  return failure.empty() ? "" : fmt::format("it is Completed, but {}", failure);
}

std::string WhyFailed(const BackupRow& row, const Uploads& uploads) {
  std::string why = row.extra->phase;
  if (row.extra->errors > 0) why += fmt::format(", {}", Plural(row.extra->errors, "error"));
  if (row.extra->warnings > 0) why += fmt::format(", {}", Plural(row.extra->warnings, "warning"));
  for (const std::string& more : {row.extra->reason, uploads.FailureOf(row)})
    if (!more.empty()) why += fmt::format("; {}", more);
  return why;
}

BackupAttempt AttemptOf(const BackupRow& row, const VeleroTables& tables, const Uploads& uploads) {
  BackupAttempt attempt{.state = row.state};
  attempt.begun = row.started.Or(row.created).Get();
  attempt.ended = row.completed.Get();
  attempt.failed = row.completed.Or(row.started).Or(row.created).Get();
  if (row.extra != nullptr)
    attempt.what = fmt::format("Backup {}", row.extra->name);
  else  // names of what is simply complete are not kept
    attempt.what = fmt::format("the Backup of {}", FormatRfc3339(attempt.begun.value_or(Time())));
  if (row.state == AttemptState::kCompleted) {
    const UploadSum sum = uploads.SumOf(row);
    attempt.size = sum.bytes;
    attempt.transferred = sum.transferred;
    attempt.error = Shortcoming(row, tables, uploads);
    if (!attempt.error.empty()) attempt.state = AttemptState::kPartial;
    return attempt;
  }
  if (row.state == AttemptState::kPartial || row.state == AttemptState::kFailed) {
    attempt.error = WhyFailed(row, uploads);
    return attempt;
  }
  attempt.begun = row.created.Or(row.started).Get();
  attempt.state_text = row.extra->phase;
  if (row.extra->items_total > 0)
    attempt.state_text += fmt::format(" ({} of {} items)", row.extra->items_done, row.extra->items_total);
  attempt.error = uploads.UnfinishedOf(row);
  return attempt;
}

// Nothing is recorded about the runs that Velero leaves out meanwhile.
void TellBlocked(const Case& one, Time now, Track& track) {
  for (const BackupRow* row : one.backups) {
    if (!row->blocks || row->imported) continue;
    track.running_detail +=
        fmt::format("; until {} ends, Velero makes no new backup of this schedule", row->extra->name);
    if (const std::optional<Time> due = NextRun(one); due && *due < now)
      track.running_detail += fmt::format(", and the run of {} waits", FormatRfc3339(*due));
    return;
  }
}

// What the template says; else what Velero gave the newest good backup.
std::optional<Duration> RetentionOf(const Case& one) {
  if (one.schedule != nullptr && one.schedule->ttl) return one.schedule->ttl;
  const BackupRow* newest = NewestGood(one);
  if (newest == nullptr) return std::nullopt;
  const Stamp from = newest->imported ? newest->started : newest->created.Or(newest->started);
  if (!from || !(from < newest->expires)) return std::nullopt;
  return *newest->expires.Get() - *from.Get();
}

// No Backup holds it up, and still it does not begin.
void TellNotStarted(const Case& one, Time now, Track& track) {
  constexpr Duration kStart = std::chrono::minutes(30);
  const std::optional<Time> due = NextRun(one);
  if (!due || *due + kStart > now || track.running_since) return;
  track.why_late = fmt::format(
      "the run of {} was due, and Velero has not started it: look at its server (kubectl -n {} get "
      "deployments,pods)",
      FormatRfc3339(*due), ShellQuoted(one.key.namespace_));
}

// Velero deletes a backup when its time is over, the newest one, too; until it has done so, the object is
// still there. What is left to restore is what has not expired.
class Life {
 public:
  void Add(const BackupRow& row, Time now) {
    const Stamp begun = row.started.Or(row.created);
    if (IsAhead(row.completed.Get(), now)) return;  // dated by a wrong clock
    if (!row.expires || *row.expires.Get() > now) {
      if (!oldest_ || begun < oldest_) oldest_ = begun;
      newest_ = std::max(newest_, begun);
    }
    forever_ = forever_ || !row.expires;
    expires_ = std::max(expires_, row.expires);
  }

  void Fill(const Case& one, Time now, Track& track) const {
    if (track.counts->completed > 0) {
      track.recovery_point = newest_.Get();
      track.recovery_window_start = oldest_.Get();
      if (!forever_) track.expires = expires_.Get();
    } else if (one.backups.empty() && one.schedule != nullptr && one.schedule->last_backup &&
               track.kept_for && *one.schedule->last_backup + *track.kept_for <= now) {
      // All that there was is gone by its time, not by a failure: so much only the Schedule still tells.
      track.last_success_at_most = one.schedule->last_backup;
      track.expires = *one.schedule->last_backup + *track.kept_for;
    }
  }

 private:
  Stamp oldest_, newest_, expires_;
  bool forever_ = false;
};

}  // namespace

const BackupRow* NewestGood(const Case& one) {
  const BackupRow* newest = nullptr;
  for (const BackupRow* row : one.backups)
    if (row->state == AttemptState::kCompleted && row->completed && !row->empty &&
        (newest == nullptr || row->completed > newest->completed))
      newest = row;
  return newest;
}

Track MakeTrack(const Case& one, const VeleroTables& tables, const Uploads& uploads, Time now) {
  Track track;
  track.method = "backup";
  track.policies.push_back(one.key);
  const LocationRow* location = LocationOf(one, tables);
  if (one.schedule != nullptr && !one.schedule->location.empty())
    track.destination = one.schedule->location;
  else if (location != nullptr)
    track.destination = location->name;
  if (location != nullptr) track.endpoint = location->endpoint;
  if (one.schedule != nullptr) {
    const bool runs = one.cron && !one.schedule->paused && one.schedule->phase != "FailedValidation";
    if (runs) track.schedules.push_back(*one.cron);
    track.schedules_from = one.schedule->last_skipped;
  }
  track.retention = track.kept_for = RetentionOf(one);
  if (!tables.backups.Known()) return track;
  History history(now);
  Life life;
  for (const BackupRow* row : one.backups) {
    BackupAttempt attempt = AttemptOf(*row, tables, uploads);
    if (attempt.state == AttemptState::kCompleted) life.Add(*row, now);
    history.Add(std::move(attempt));
  }
  history.Fill(track);
  life.Fill(one, now, track);
  TellBlocked(one, now, track);
  TellNotStarted(one, now, track);
  return track;
}

}  // namespace lastgood::velero
