// The logs collector: one collector per Loki of `logs:`, which asks whether it is ready, what each namespace
// wrote lately, when each expected stream last wrote, and what its instances received and discarded. What
// cannot be read keeps its last figures and costs nothing else. README.md tells the API calls.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind LokiKind();
Result<std::vector<Collector>> MakeLokiCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
