#include "collectors/restore_tests/drill.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/restore_tests/backups.h"
#include "collectors/restore_tests/runs.h"
#include "collectors/shared/kubernetes.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::restore_tests {
namespace {

class Drill {
 public:
  Drill(const DrillTables& tables, const Plan& plan, const CronJobRow& cronjob, Time now)
      : tables_(tables), plan_(plan), cronjob_(cronjob), runs_(tables.jobs, cronjob), now_(now) {}

  RestoreTestFacts Make() {
    SetIdentity();
    if (plan_.config_map.empty())
      JudgeByTemplate();
    else
      JudgeByRecord();
    AddFailedJob();
    SetRestores();
    SetUntested();
    SetObserved();
    Describe();
    return std::move(test_);
  }

 private:
  void SetIdentity() {
    test_.key = KeyOf(cronjob_);
    test_.created = cronjob_.created;
    test_.max_age = plan_.max_age;
    test_.max_data_age = plan_.max_data_age;
    test_.inspect = InspectCommand(test_.key, "cronjobs.batch", cronjob_.name);
    const Result<Cron> cron = Cron::Parse(cronjob_.schedule, CronDialect::kStandard, cronjob_.zone);
    if (cron.ok() && !cronjob_.suspended) test_.schedules.push_back(*cron);
  }

  // The CronJob remembers when a Job last ended well, also of one that is deleted by now.
  void JudgeByJobs() {
    if (const JobRow* job = runs_.NewestGood()) {
      test_.last_success = job->completed;
      test_.duration = LengthOf(*job);
    }
    if (!cronjob_.last_success || (test_.last_success && *cronjob_.last_success <= *test_.last_success))
      return;
    test_.last_success = cronjob_.last_success;
    test_.duration.reset();
  }

  // What its Jobs restore when nothing but their own template says so: the same snapshot each time.
  void JudgeByTemplate() {
    JudgeByJobs();
    if (plan_.follows) return;
    named_ = PinnedSnapshot(tables_, cronjob_);
    if (test_.last_success) tested_ = FindBackup(tables_, cronjob_.namespace_, named_);
    test_.recovered_to = tested_.Moment();
  }

  void JudgeByRecord() {
    const RecordRow* row = RecordOf(tables_, plan_, cronjob_);
    if (row == nullptr) return;
    record_ = ReadRecord(row->data, plan_.keys, now_);
    if (record_.Blank()) return;
    named_ = record_.backup;
    if (record_.passed == false)
      AddFailure(record_.failure ? record_.failure : row->written, record_.message);
    if (record_.failure) AddFailure(record_.failure, record_.message);
    // Of a run that failed nothing else is of use, but when one succeeded before.
    test_.last_success = record_.success;
    if (record_.passed == false || !record_.unclear.empty()) return;
    tested_ = FindBackup(tables_, cronjob_.namespace_, named_);
    SetSuccess(*row);
    test_.recovered_to = record_.recovered_to;
    if (!test_.recovered_to && record_.data_age && test_.last_success)
      test_.recovered_to = *test_.last_success - *record_.data_age;
    if (!test_.recovered_to) test_.recovered_to = tested_.Moment();
  }

  // The record's own time, else when it was written; else a Job that can have written it.
  void SetSuccess(const RecordRow& row) {
    const bool outcome_only = record_.backup.empty() && !record_.recovered_to && !record_.success;
    if (outcome_only) return JudgeByJobs();
    test_.last_success = record_.success ? record_.success : row.written;
    const JobRow* job = test_.last_success ? runs_.GoodAt(*test_.last_success) : GuessedJob(row);
    if (job != nullptr && !test_.last_success) test_.last_success = job->completed;
    test_.duration = record_.duration;
    if (!test_.duration && job != nullptr && (job != short_)) test_.duration = LengthOf(*job);
    if (!test_.last_success) test_.last_success = NotBefore(row);
  }

  const JobRow* GuessedJob(const RecordRow& row) {
    if (const JobRow* job = runs_.GoodWithWork(NotBefore(row))) return job;
    return short_ = runs_.FirstGood(NotBefore(row));
  }

  // The drill was no earlier than the backup that it tested.
  std::optional<Time> NotBefore(const RecordRow& row) const {
    return tested_ ? tested_.row->Finish().Get() : row.created;
  }

  void AddFailure(const std::optional<Time>& when, const std::string& message) {
    if (!when || (test_.last_failure && *test_.last_failure >= *when)) return;
    test_.last_failure = when;
    test_.last_failure_message =
        message.empty() ? fmt::format("ConfigMap {} says that it failed", plan_.config_map) : message;
  }

  void AddFailedJob() {
    if (const JobRow* job = runs_.NewestFailed())
      AddFailure(job->failed, job->why.empty() ? fmt::format("Job {} failed", job->name)
                                               : fmt::format("Job {}: {}", job->name, job->why));
  }

  void SetRestores() {
    test_.restores = plan_.restores;
    if (!test_.restores.empty()) return;
    if (tested_)
      test_.restores.push_back(tested_.Source(tables_));
    else if (!cronjob_.source_cluster.empty())
      test_.restores.push_back(
          {systems::kCnpg, cronjob_.namespace_, kinds::kCluster, cronjob_.source_cluster});
  }

  // Whose backups can be looked at: those of what was tested, else of a Cluster that it says to restore.
  std::optional<ObjectKey> Source() const {
    if (tested_) return tested_.Source(tables_);
    for (const ObjectKey& key : test_.restores)
      if (key.system == systems::kCnpg && !key.name.empty()) return key;
    return std::nullopt;
  }

  void SetUntested() {
    const std::optional<ObjectKey> source = Source();
    const Table<BackupRow>& table = tested_ ? *tested_.table : tables_.backups;
    if (plan_.follows || !source || !table.Known()) return;
    test_.backups_known = true;
    const std::optional<Time> point = tested_ ? tested_.Moment() : test_.recovered_to;
    test_.untested_since = UntestedSince(table, *source, point, test_.last_success);
  }

  void Observe(const std::optional<Time>& read) {
    if (read && (test_.observed == Time() || *read < test_.observed)) test_.observed = *read;
  }

  template <typename Row>
  void Need(const Table<Row>& table) {
    Observe(table.read);
    if (!table.Known()) test_.unread.push_back(table.unread);
  }
  void NeedIfInstalled(const Table<BackupRow>& table) {
    if (table.state != ReadState::kAbsent) Need(table);
  }

  // As old as the oldest of what it was judged by.
  void SetObserved() {
    Observe(tables_.cronjobs.read);
    Need(tables_.jobs);
    if (const auto records = tables_.records.find(plan_.config_map); records != tables_.records.end()) {
      Need(records->second);
      for (const Problem& problem : records->second.unreadable)
        if (problem.namespace_ == cronjob_.namespace_) test_.unread.push_back(problem.error.message);
    }
    // To tell whether the name is that of a backup here, both kinds would have to be known.
    const bool by_name = !tested_ && !named_.empty() && plan_.restores.empty();
    if (plan_.follows) return;
    if ((Source() && !tested_) || tested_.table == &tables_.backups || by_name)
      NeedIfInstalled(tables_.backups);
    if (tested_.table == &tables_.snapshots || (by_name && !Source())) NeedIfInstalled(tables_.snapshots);
  }

  std::string_view Kind() const { return tested_.table == &tables_.backups ? "Backup" : "VolumeSnapshot"; }

  void Describe() {
    std::vector<std::string> words;
    if (cronjob_.suspended) words.push_back("it is suspended");
    const auto records = tables_.records.find(plan_.config_map);
    if (records != tables_.records.end() && records->second.Known() && record_.Blank())
      words.push_back(
          fmt::format("its ConfigMap {} records no test, so its Jobs prove nothing", plan_.config_map));
    if (!record_.unclear.empty())
      words.push_back(fmt::format("its ConfigMap {} says {}, which is not understood and proves nothing",
                                  plan_.config_map, record_.unclear));
    if (tested_)
      words.push_back(fmt::format("it tested {} {}", Kind(), named_));
    else if (!named_.empty() && record_.passed != false)
      words.push_back(test_.backups_known ? fmt::format("Backup {}, which it tested, is gone", named_)
                                          : fmt::format("it tested {}", named_));
    if (const JobRow* job = runs_.Running())
      words.push_back(fmt::format("Job {} runs since {}", job->name, FormatRfc3339(*job->started)));
    test_.detail = fmt::format("{}", fmt::join(words, "; "));
  }

  const DrillTables& tables_;
  const Plan& plan_;
  const CronJobRow& cronjob_;
  Runs runs_;
  Time now_;
  Record record_;
  std::string named_;              // the backup that it says to have restored
  Tested tested_;                  // which of those that exist that is
  const JobRow* short_ = nullptr;  // a run that may have found nothing to do: its length tells nothing
  RestoreTestFacts test_;
};

}  // namespace

const RecordRow* RecordOf(const DrillTables& tables, const Plan& plan, const CronJobRow& cronjob) {
  const auto table = tables.records.find(plan.config_map);
  if (table == tables.records.end()) return nullptr;
  for (const RecordRow& row : table->second.rows)
    if (row.namespace_ == cronjob.namespace_) return &row;
  return nullptr;
}

RestoreTestFacts MakeDrill(const DrillTables& tables, const Plan& plan, const CronJobRow& cronjob, Time now) {
  return Drill(tables, plan, cronjob, now).Make();
}

}  // namespace lastgood::restore_tests
