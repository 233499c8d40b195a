// Figures about buckets that jobs report, as facts. Pure.
#pragma once

#include "collectors/jobs/assemble.h"

namespace lastgood::jobs {

void AddBuckets(const JobsPlan& plan, const Readings& readings, const Facts& former, Assembly& assembly);

}  // namespace lastgood::jobs
