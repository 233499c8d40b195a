// The copy collector: for each entry of `copies:` one bucket or prefix is compared with another that should
// hold the same. A pass that fails keeps what the last complete one found. README.md tells what is compared,
// and what cannot be known.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind CopyKind();
Result<std::vector<Collector>> MakeCopyCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
