#include "collectors/jobs/jobs.h"

#include <set>

#include "base/destination.h"
#include "collectors/jobs/guide.h"
#include "collectors/jobs/jobs_pass.h"
#include "model/names.h"

namespace lastgood {

Result<std::vector<Collector>> MakeJobsCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<jobs::JobsPlan> plans;
  for (auto& [name, reader] : section.Entries()) plans.push_back(jobs::ReadJobsPlan(name, reader));
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  const auto names = std::make_shared<jobs::Names>();
  std::set<std::string> listed;
  for (const auto& [name, bucket] : environment.buckets) listed.insert("bucket " + name);
  names->Claim(0, listed);
  // Which of them has a name that several report depends on all of them, and on the buckets.
  std::string shares = section.Text();
  for (const std::string& name : listed) shares += ' ' + name;
  std::vector<Collector> collectors;
  for (jobs::JobsPlan& plan : plans) {
    Collector collector{
        .kind = systems::kJobs, .source = plan.name, .interval = plan.interval, .timeout = plan.timeout};
    collector.place = PlainDestination(plan.place());
    collector.shares = shares;
    const auto jobs_pass =
        std::make_shared<jobs::JobsPass>(std::move(plan), collectors.size() + 1, names, environment);
    collector.collect = [jobs_pass](const Pass& pass) { return jobs_pass->Run(pass); };
    collectors.push_back(std::move(collector));
  }
  return collectors;
}

CollectorKind JobsKind() {
  return {.name = systems::kJobs,
          .section = "jobs",
          .summary = "host jobs by the metrics that they leave in .prom files or a Pushgateway",
          .reads = {},
          .make = &MakeJobsCollectors,
          .guides = &JobsGuides};
}

}  // namespace lastgood
