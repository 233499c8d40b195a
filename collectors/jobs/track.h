// One job on one instance as a track of its object. Pure.
#pragma once

#include <string>

#include "collectors/jobs/report.h"
#include "exporter/model/facts.h"

namespace lastgood::jobs {

// `before` (or null) remembers what this report no longer says: a last success before a failure, and the
// reverse. `complaint` becomes what the report lacks to be judged.
Track MakeTrack(const JobReport& report, const ObjectFacts* before, std::string& complaint);

}  // namespace lastgood::jobs
