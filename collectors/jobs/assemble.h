// From what jobs reported to facts. Pure: a function of the reports, the former facts and the time.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "collectors/jobs/plan.h"
#include "collectors/jobs/report.h"
#include "exporter/model/facts.h"

namespace lastgood::jobs {

// The last good reading of one file, or of the URL.
struct Source {
  std::string name;  // the file's name; the URL
  Time read;
  Report report;
};

struct Assembly {
  Facts facts;
  std::vector<std::string> complaints;  // beside those of the reports
};

// `former` is what the last pass left: it remembers the last success of a job that fails now. `since` is when
// this collector began: figures about buckets count from then when they never came. `complete` is whether
// every source was read now: only then is it sure that an expected job reports nowhere.
Assembly Assemble(const JobsPlan& plan, const std::vector<const Source*>& sources, const Facts& former,
                  const std::set<std::string>& listed_buckets, bool complete, Time since, Time now);

}  // namespace lastgood::jobs
