// The dumps collector: one collector per folder of `dumps:`, which finds the newest dump that is whole by its
// name, its size and its own end. A pass that fails keeps what the last one found. README.md tells what is
// read, and what cannot be known.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind DumpsKind();
Result<std::vector<Collector>> MakeDumpCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
