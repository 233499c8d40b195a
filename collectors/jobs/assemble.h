// From what jobs reported to facts. Pure: a function of the reports, the former facts and the time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "collectors/jobs/plan.h"
#include "collectors/jobs/report.h"
#include "model/facts.h"

namespace lastgood::jobs {

// The last good reading of one file, or of the URL.
struct Source {
  std::string name;  // the file's name; the URL
  Time read;
  Report report;
};

struct Readings {
  std::vector<const Source*> sources;
  std::map<JobPlace, Time> gone;         // jobs that no longer report, since when
  std::map<JobPlace, Parts> gone_parts;  // of jobs that still report
  std::map<std::string, Time> gone_buckets;
  std::set<std::string> taken;  // "job x", "bucket y": names that another source has
  bool complete =
      true;    // every source was read now: only then it is sure that an expected job reports nowhere
  Time since;  // when this collector began: figures about buckets count from then when none came
};

struct Assembly {
  Facts facts;
  std::vector<Error> complaints;  // beside those of the reports
};

// "job nightly", "bucket offsite": everything that has a name here.
std::set<std::string> NamesIn(const JobsPlan& plan, const Readings& readings);

// `former` is what the last pass left: it remembers the last success of a job that fails now.
Assembly Assemble(const JobsPlan& plan, const Readings& readings, const Facts& former, Time now);

}  // namespace lastgood::jobs
