#include "collectors/k8up/assemble.h"

#include <fmt/format.h>

#include <map>

#include "base/time.h"
#include "collectors/k8up/selection.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::k8up {
namespace {

struct Case {
  const ScheduleRow* schedule = nullptr;  // null when Schedules were not read, or not this one
  std::string unreadable;                 // why the Schedule could not be read; "" otherwise
  std::optional<Cron> cron;
  std::string bad_cron;  // why there is none
  std::vector<const BackupRow*> backups;
};

// The operator chooses the time of "@daily-random", and tells it only in the status.
bool IsRandom(const std::string& cron) { return cron.starts_with('@') && cron.ends_with("-random"); }

void ParseCron(const ScheduleRow& row, Case& one) {
  const std::string& text = row.effective.empty() ? row.cron : row.effective;
  if (IsRandom(text)) return;
  Result<Cron> cron = Cron::Parse(text, CronDialect::kStandard);
  if (cron.ok())
    one.cron = std::move(cron).value();
  else
    one.bad_cron = cron.error().message;
}

BackupAttempt AttemptOf(const BackupRow& row) {
  return {.state = row.state,
          .begun = row.created,
          .ended = row.state == AttemptState::kCompleted ? row.ended : std::nullopt,
          .failed = row.ended ? row.ended : row.created,
          .what = fmt::format("Backup {}", row.name),
          .state_text = row.phase,
          .error = row.message};
}

class Assembler {
 public:
  Assembler(const K8upTables& tables, Time now) : tables_(tables), now_(now) {}

  Facts Run() {
    for (const ScheduleRow& row : tables_.schedules.rows) {
      Case& one = cases_[KeyOf(row.namespace_, row.name)];
      one.schedule = &row;
      ParseCron(row, one);
      ++schedules_in_[row.namespace_];
    }
    for (const Problem& problem : tables_.schedules.unreadable)
      if (!problem.name.empty())
        cases_[KeyOf(problem.namespace_, problem.name)].unreadable = problem.error.message;
    for (const BackupRow& row : tables_.backups.rows) AddBackup(row);
    for (const SnapshotRow& row : tables_.snapshots.rows) {
      Stamp& oldest = oldest_snapshot_in_[row.namespace_];
      if (!oldest || row.date < oldest) oldest = row.date;
      Stamp& newest = newest_snapshot_in_[row.namespace_];
      newest = std::max(newest, row.date);
    }
    for (const auto& [key, one] : cases_) {
      facts_.objects.push_back(MakeObject(key, one));
      if (one.schedule != nullptr) facts_.policies.push_back(MakePolicy(key, one));
    }
    return std::move(facts_);
  }

 private:
  static ObjectKey KeyOf(const std::string& namespace_, const std::string& name) {
    return {systems::kK8up, namespace_, kinds::kSchedule, name};
  }

  void AddBackup(const BackupRow& row) {
    const ObjectKey key = KeyOf(row.namespace_, row.schedule);
    const auto found = cases_.find(key);
    if (found != cases_.end())
      found->second.backups.push_back(&row);
    else if (!tables_.schedules.Known())
      cases_[key].backups.push_back(&row);
  }

  // Snapshots do not name the schedule that made them: they tell only where there is but one.
  std::optional<Time> OldestSnapshot(const std::string& namespace_) const {
    const auto schedules = schedules_in_.find(namespace_);
    if (schedules == schedules_in_.end() || schedules->second != 1) return std::nullopt;
    const auto oldest = oldest_snapshot_in_.find(namespace_);
    return oldest == oldest_snapshot_in_.end() ? std::nullopt : oldest->second.Get();
  }

  // The newest good Backup, when the namespace has Snapshots, but none as new. The operator lists them when a
  // Backup ends, which may take a while.
  const BackupRow* NewestWithoutSnapshot(const std::string& namespace_, const Case& one) const {
    const auto newest_snapshot = newest_snapshot_in_.find(namespace_);
    if (newest_snapshot == newest_snapshot_in_.end()) return nullptr;
    const BackupRow* newest = nullptr;
    for (const BackupRow* row : one.backups)
      if (row->state == AttemptState::kCompleted && row->ended &&
          (newest == nullptr || row->ended > newest->ended))
        newest = row;
    if (newest == nullptr || !newest->created ||
        *newest->ended + std::chrono::hours(1) > tables_.snapshots.read.value_or(now_))
      return nullptr;
    return newest_snapshot->second < Stamp(newest->created) ? newest : nullptr;
  }

  Track MakeTrack(const ObjectKey& key, const Case& one) const {
    Track track;
    track.method = "restic";
    track.policies.push_back(key);
    if (one.schedule != nullptr) {
      track.destination = one.schedule->destination;
      track.endpoint = one.schedule->endpoint;
    }
    if (one.cron && one.schedule->refused.empty()) track.schedules.push_back(*one.cron);
    if (tables_.backups.Known()) {
      History history(now_);
      const BackupRow* empty = NewestWithoutSnapshot(key.namespace_, one);
      for (const BackupRow* row : one.backups) {
        BackupAttempt attempt = AttemptOf(*row);
        if (row == empty) {
          attempt.state = AttemptState::kPartial;
          attempt.error = "it succeeded, but no Snapshot of it is there: it holds nothing";
        }
        history.Add(std::move(attempt));
      }
      history.Fill(track);
    }
    const std::optional<Time> oldest = OldestSnapshot(key.namespace_);
    if (oldest && (!track.recovery_window_start || *oldest < *track.recovery_window_start))
      track.recovery_window_start = oldest;  // Backup objects are deleted long before their snapshots
    return track;
  }

  static void Judge(const Case& one, ObjectFacts& object) {
    if (one.schedule == nullptr) return;
    const std::string& why = one.bad_cron.empty() ? one.schedule->refused : one.bad_cron;
    object.protection = why.empty() ? Protection::kScheduled : Protection::kImpossible;
    object.protection_detail = why.empty() ? fmt::format("Schedule ({}) covers the claims of namespace {}",
                                                         Cut(one.schedule->cron), object.key.namespace_)
                                           : why;
    if (why.empty() && !one.cron)
      object.notes.push_back(
          fmt::format("the operator has not chosen a time for {} yet", Cut(one.schedule->cron)));
  }

  ObjectFacts MakeObject(const ObjectKey& key, const Case& one) const {
    ObjectFacts object;
    object.key = key;
    object.observed = tables_.backups.read.value_or(Time());
    object.inspect = InspectCommand(key, "backups.k8up.io", "");
    object.tracks.push_back(MakeTrack(key, one));
    object.covers = CoversOf(key.namespace_, one.schedule, object.tracks[0].last_success_start, tables_);
    if (one.schedule != nullptr) {
      object.created = one.schedule->created;
      object.max_age = one.schedule->annotations.max_age;
      object.ignore = one.schedule->annotations.ignore;
    }
    if (!one.unreadable.empty()) object.unread.push_back(one.unreadable);
    if (!tables_.schedules.Known()) object.unread.push_back(tables_.schedules.unread);
    if (!tables_.backups.Known()) object.unread.push_back(tables_.backups.unread);
    Judge(one, object);
    if (HasNothing(one, object)) {
      object.protection = Protection::kNothing;
      object.protection_detail = fmt::format(
          "no claim of namespace {} is to be backed up; k8up then makes Backups that never end (k8up#1005)",
          key.namespace_);
    }
    return object;
  }

  // With no claim that it takes, and without anything that ever came of it: pods may be backed up by a
  // command of theirs, without claims.
  bool HasNothing(const Case& one, const ObjectFacts& object) const {
    const Track& track = object.tracks[0];
    if (object.protection != Protection::kScheduled || !track.counts || one.schedule == nullptr) return false;
    if (track.counts->completed + track.counts->failed + track.counts->running > 0) return false;
    return !oldest_snapshot_in_.contains(object.key.namespace_) &&
           AnySelected(object.covers, tables_) == false;
  }

  PolicyFacts MakePolicy(const ObjectKey& key, const Case& one) const {
    PolicyFacts policy;
    policy.key = key;
    policy.schedule = one.schedule->effective.empty() ? one.schedule->cron : one.schedule->effective;
    policy.detail = one.bad_cron.empty() ? one.schedule->refused : one.bad_cron;
    policy.valid = policy.detail.empty();
    if (one.cron && *policy.valid) policy.next_run = one.cron->Next(now_);
    for (const BackupRow* row : one.backups)
      if (row->created && (!policy.last_run || *row->created > *policy.last_run))
        policy.last_run = row->created;
    return policy;
  }

  const K8upTables& tables_;
  Time now_;
  std::map<ObjectKey, Case> cases_;
  std::map<std::string, int> schedules_in_;
  std::map<std::string, Stamp> oldest_snapshot_in_, newest_snapshot_in_;  // by namespace
  Facts facts_;
};

}  // namespace

Facts Assemble(const K8upTables& tables, Time now) { return Assembler(tables, now).Run(); }

std::vector<Problem> Complaints(const K8upTables& tables) {
  std::vector<Problem> problems;
  for (const ScheduleRow& row : tables.schedules.rows)
    if (!row.annotations.complaint.empty())
      problems.push_back(
          ProblemOf({systems::kK8up, row.namespace_, kinds::kSchedule, row.name}, row.annotations.complaint));
  return problems;
}

}  // namespace lastgood::k8up
