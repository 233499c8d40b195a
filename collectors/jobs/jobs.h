// The collector of host jobs: one per entry of `jobs:`, a folder of .prom files or a URL (a Pushgateway) with
// the metrics that jobs leave behind. README.md says which metrics are understood and what each fact is
// taken from.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind JobsKind();
Result<std::vector<Collector>> MakeJobsCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
