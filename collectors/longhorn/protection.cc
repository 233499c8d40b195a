#include "collectors/longhorn/protection.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/longhorn/case.h"
#include "collectors/longhorn/standby.h"
#include "net/objects/reading.h"

namespace lastgood::longhorn {
namespace {

struct Verdict {
  Protection protection;
  std::string detail;
};

std::string WhyNoJob(const Case& one) {
  if (!one.coverage.other_jobs.empty())
    return fmt::format(
        "only jobs that make no backup cover it: {}; a snapshot stays on the volume's own disks",
        fmt::join(one.coverage.other_jobs, ", "));
  if (one.claim != nullptr && !one.claim->source && !one.claim->labels.Empty())
    return fmt::format(
        "the job labels of claim {}/{} count only with the label "
        "recurring-job.longhorn.io/source: enabled",
        one.claim->namespace_, one.claim->name);
  return one.coverage.by_default ? "it has no job label, and no backup job serves the group default"
                                 : "no backup job serves its labels";
}

Verdict WithoutJob(const Case& one) {
  if (!one.coverage.dead_labels.empty())
    return {Protection::kDeadLabel, fmt::format("no RecurringJob answers to its label {}",
                                                fmt::join(one.coverage.dead_labels, ", "))};
  const auto completed = std::count_if(one.backups.begin(), one.backups.end(), [](const BackupRow* backup) {
    return backup->state == State::kCompleted;
  });
  const std::string& source = one.volume->source;
  const std::string origin =
      source.empty() ? "" : fmt::format("; it was restored from {}, or was its standby", Cut(source, 253));
  if (completed == 0) return {Protection::kNoPolicy, WhyNoJob(one) + origin};
  return {Protection::kOnDemand,
          fmt::format("{}; it has {} completed backup{} made by hand or by a job that is gone", WhyNoJob(one),
                      completed, completed == 1 ? "" : "s")};
}

// Why the job cannot back this volume up as it is now; nullopt when it can. `unknown` tells what would have
// to be known.
std::optional<Verdict> Obstacle(const Case& one, const LonghornTables& tables, std::string& unknown) {
  const VolumeRow& volume = *one.volume;
  const std::vector<const Job*>& jobs = one.coverage.backup_jobs;
  if (std::none_of(jobs.begin(), jobs.end(), [](const Job* job) { return job->cron.has_value(); }))
    return Verdict{Protection::kImpossible,
                   fmt::format("RecurringJob {}: {}", jobs.front()->row->name, jobs.front()->bad_cron)};
  if (std::string why = WhyNoTarget(tables, volume.namespace_, volume.target); !why.empty())
    return Verdict{Protection::kImpossible, std::move(why)};
  if (volume.robustness == "faulted")
    return Verdict{Protection::kFaulted, fmt::format("volume {} is faulted: Longhorn skips it", volume.name)};
  if (volume.restore_required)
    return Verdict{
        Protection::kImpossible,
        fmt::format("volume {} is being restored (restoreRequired): Longhorn skips it", volume.name)};
  if (volume.state != "detached") return std::nullopt;
  if (!tables.settings.Known()) {
    unknown = tables.settings.unread;
    return std::nullopt;
  }
  for (const SettingRow& setting : tables.settings.rows)
    if (setting.namespace_ == volume.namespace_ && setting.value) return std::nullopt;
  return Verdict{Protection::kDetached,
                 fmt::format("volume {} is detached, and the setting "
                             "allow-recurring-job-while-volume-detached is not true: Longhorn skips it",
                             volume.name)};
}

Verdict ByJobs(const Case& one) {
  std::vector<std::string> names;
  for (const Job* job : one.coverage.backup_jobs)
    names.push_back(fmt::format("{} ({})", job->row->name, Cut(job->row->cron)));
  return {Protection::kScheduled, fmt::format("RecurringJob {}", fmt::join(names, ", "))};
}

// A job that could not be read might be the one that the labels name.
bool HidesAJob(const Case& one, const LonghornTables& tables, ObjectFacts& facts) {
  bool hides = false;
  for (const Problem& problem : tables.jobs.unreadable) {
    if (problem.namespace_ != one.volume->namespace_ && !problem.namespace_.empty()) continue;
    facts.unread.push_back(problem.error.message);
    hides = true;
  }
  return hides;
}

}  // namespace

std::string WhyNoTarget(const LonghornTables& tables, const std::string& namespace_,
                        const std::string& name) {
  if (!tables.targets.Complete()) return "";
  const auto same = [&](const auto& other) { return other.namespace_ == namespace_ && other.name == name; };
  const std::vector<TargetRow>& rows = tables.targets.rows;
  const auto found = std::find_if(rows.begin(), rows.end(), same);
  if (found == rows.end()) {
    const std::vector<Problem>& unreadable = tables.targets.unreadable;
    const bool hidden = std::any_of(unreadable.begin(), unreadable.end(), same);
    return hidden ? "" : fmt::format("its backup target {} does not exist", name);
  }
  return found->url.empty() ? fmt::format("its backup target {} has no URL", name) : "";
}

void JudgeProtection(const Case& one, const LonghornTables& tables, ObjectFacts& facts) {
  if (one.volume == nullptr) return;
  std::optional<Verdict> verdict;
  if (one.volume->standby) {
    verdict = {Protection::kStandby, Describe(StandbyOf(*one.volume, tables), *one.volume)};
  } else if (!tables.jobs.Known()) {
    return;
  } else if (one.coverage.backup_jobs.empty()) {
    if (HidesAJob(one, tables, facts)) return;
    verdict = WithoutJob(one);
    if (!tables.jobs.Complete())
      return facts.unread.push_back(verdict->detail + ", as far as these files tell");
    // Made by hand, they are backups all the same; a label that names nothing is a mistake in any case.
    if (!tables.backups.Known() && verdict->protection != Protection::kDeadLabel) return;
  } else {
    std::string unknown;
    verdict = Obstacle(one, tables, unknown);
    if (!unknown.empty()) return facts.unread.push_back(std::move(unknown));
    if (!verdict) verdict = ByJobs(one);
  }
  facts.protection = verdict->protection;
  facts.protection_detail = std::move(verdict->detail);
}

}  // namespace lastgood::longhorn
