#include "collectors/longhorn/jobs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "model/names.h"

namespace lastgood::longhorn {
namespace {

bool Serves(const JobRow& job, const JobLabels& labels) {
  return labels.jobs.contains(job.name) ||
         std::any_of(job.groups.begin(), job.groups.end(),
                     [&](const std::string& group) { return labels.groups.contains(group); });
}

// Longhorn itself puts a volume without labels into group default, whether a job serves it or not: that is
// no label which someone meant for a job.
std::vector<std::string> DeadLabels(const JobLabels& labels, const std::vector<const Job*>& jobs) {
  std::vector<std::string> dead;
  for (const std::string& name : labels.jobs)
    if (std::none_of(jobs.begin(), jobs.end(), [&](const Job* job) { return job->row->name == name; }))
      dead.push_back("recurring-job.longhorn.io/" + Cut(name));
  for (const std::string& group : labels.groups)
    if (group != "default" && std::none_of(jobs.begin(), jobs.end(),
                                           [&](const Job* job) { return job->row->groups.contains(group); }))
      dead.push_back("recurring-job-group.longhorn.io/" + Cut(group));
  return dead;
}

}  // namespace

std::vector<Job> ParseJobs(const Table<JobRow>& table) {
  std::vector<Job> jobs;
  for (const JobRow& row : table.rows) {
    Job job{.row = &row, .key = {systems::kLonghorn, row.namespace_, "RecurringJob", row.name}};
    Result<Cron> cron = Cron::Parse(row.cron, CronDialect::kStandard);
    if (cron.ok())
      job.cron = std::move(cron).value();
    else
      job.bad_cron = cron.error().message;
    jobs.push_back(std::move(job));
  }
  return jobs;
}

PolicyFacts ToFacts(const Job& job, Time now) {
  PolicyFacts facts;
  facts.key = job.key;
  facts.schedule = job.row->cron;
  facts.valid = job.cron.has_value();
  facts.detail = job.bad_cron;
  if (job.cron) facts.next_run = job.cron->Next(now);
  return facts;
}

Coverage CoverageOf(const std::string& namespace_, const JobLabels& labels, const std::vector<Job>& jobs) {
  Coverage coverage;
  JobLabels effective = labels;
  coverage.by_default = labels.Empty();
  if (coverage.by_default) effective.groups.insert("default");
  std::vector<const Job*> here;
  for (const Job& job : jobs)
    if (job.row->namespace_ == namespace_) here.push_back(&job);
  for (const Job* job : here) {
    if (!Serves(*job->row, effective)) continue;
    if (job->row->MakesBackups())
      coverage.backup_jobs.push_back(job);
    else
      coverage.other_jobs.push_back(fmt::format("{} ({})", job->row->name, job->row->task));
  }
  coverage.dead_labels = DeadLabels(effective, here);
  return coverage;
}

}  // namespace lastgood::longhorn
