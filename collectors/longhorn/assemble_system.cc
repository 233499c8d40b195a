// What Longhorn keeps beside volumes: the system's own backups, backing images, backup targets.
#include "collectors/longhorn/assemble_system.h"

#include <fmt/format.h>

#include <map>

#include "base/time.h"
#include "collectors/longhorn/assemble.h"
#include "collectors/longhorn/case.h"
#include "collectors/longhorn/protection.h"
#include "model/names.h"

namespace lastgood::longhorn {
namespace {

constexpr std::string_view kDefaultTarget = "default";  // the only one that system backups go to

struct SystemCase {
  std::vector<const Job*> jobs;
  std::vector<const SystemBackupRow*> backups;
};

void JudgeSystem(const SystemCase& one, const LonghornTables& tables, ObjectFacts& object) {
  if (!tables.jobs.Known()) {
    object.unread.push_back(tables.jobs.unread);
    return;
  }
  if (one.jobs.empty()) {
    object.protection = Protection::kOnDemand;
    object.protection_detail = "no RecurringJob has the task system-backup";
    return;
  }
  const std::string why = WhyNoTarget(tables, object.key.namespace_, std::string(kDefaultTarget));
  const Job& job = *one.jobs.front();
  object.protection = why.empty() && job.cron ? Protection::kScheduled : Protection::kImpossible;
  object.protection_detail = !job.cron ? job.bad_cron
                             : why.empty()
                                 ? fmt::format("RecurringJob {} ({})", job.row->name, Cut(job.row->cron))
                                 : why;
}

ObjectFacts MakeSystem(const std::string& namespace_, const SystemCase& one, const LonghornTables& tables) {
  ObjectFacts object;
  object.key = {systems::kLonghorn, namespace_, "SystemBackup", "system"};
  object.observed = tables.system_backups.read.value_or(Time());
  object.inspect = InspectCommand(object.key, "systembackups.longhorn.io", "");
  Track& track = object.tracks.emplace_back();
  track.method = "system-backup";
  track.destination = kDefaultTarget;
  std::int64_t retain = 0;
  for (const Job* job : one.jobs) {
    track.policies.push_back(job->key);
    if (job->cron) track.schedules.push_back(*job->cron);
    retain += job->row->retain;
    if (job->row->created) object.created = std::max(object.created.value_or(Time()), *job->row->created);
  }
  if (retain > 0) track.retention_backups = retain;
  if (tables.system_backups.Known()) {
    History history;
    for (const SystemBackupRow* row : one.backups) history.Add(AttemptOf(*row));
    history.Fill(track);
  } else {
    object.unread.push_back(tables.system_backups.unread);
  }
  JudgeSystem(one, tables, object);
  return object;
}

ObjectFacts MakeImage(const std::string& namespace_, const std::string& image,
                      const std::vector<const ImageBackupRow*>& backups, const Table<ImageBackupRow>& table) {
  ObjectFacts object;
  object.key = {systems::kLonghorn, namespace_, "BackingImage", image};
  object.observed = table.read.value_or(Time());
  object.inspect = InspectCommand(object.key, "backupbackingimages.longhorn.io", "");
  Track& track = object.tracks.emplace_back();
  track.method = "backing-image";
  History history;
  for (const ImageBackupRow* row : backups) {
    history.Add(AttemptOf(*row));
    if (row->created) object.created = std::max(object.created.value_or(Time()), *row->created);
  }
  history.Fill(track);
  const bool good = track.counts->completed > 0;
  object.protection = good ? Protection::kContinuous : Protection::kOnDemand;
  object.protection_detail = good ? "the image never changes, and a complete backup of it exists"
                                  : "it has a backup by hand, but no complete one";
  return object;
}

DestinationFacts MakeTarget(const TargetRow& row, Time observed) {
  DestinationFacts target;
  target.system = systems::kLonghorn;
  target.namespace_ = row.namespace_;
  target.name = row.name;
  target.url = row.url;
  target.observed = observed;
  if (row.url.empty()) {
    target.detail = "no URL is set";
    return target;
  }
  target.available = row.available;
  target.last_check = row.last_synced;
  target.detail = row.message;
  target.check_deadline = CheckDeadline(row.last_synced, row.created, row.poll);
  if (row.poll == Duration::zero() && target.detail.empty())
    target.detail = "polling is off (pollInterval 0s): Longhorn looks at it only when asked";
  return target;
}

}  // namespace

void AddSystem(const LonghornTables& tables, const std::vector<Job>& jobs, Facts& facts) {
  std::map<std::string, SystemCase> cases;
  for (const Job& job : jobs)
    if (job.row->BacksUpSystem()) cases[job.row->namespace_].jobs.push_back(&job);
  for (const SystemBackupRow& row : tables.system_backups.rows) cases[row.namespace_].backups.push_back(&row);
  for (const auto& [namespace_, one] : cases) facts.objects.push_back(MakeSystem(namespace_, one, tables));
}

void AddImages(const LonghornTables& tables, Facts& facts) {
  std::map<std::pair<std::string, std::string>, std::vector<const ImageBackupRow*>> images;
  for (const ImageBackupRow& row : tables.image_backups.rows)
    images[{row.namespace_, row.image}].push_back(&row);
  for (const auto& [name, backups] : images)
    facts.objects.push_back(MakeImage(name.first, name.second, backups, tables.image_backups));
}

void AddTargets(const LonghornTables& tables, Facts& facts) {
  for (const TargetRow& row : tables.targets.rows)
    facts.destinations.push_back(MakeTarget(row, tables.targets.read.value_or(Time())));
}

}  // namespace lastgood::longhorn
