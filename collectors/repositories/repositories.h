// The repositories collector: one collector per restic or kopia repository of `repositories:`, told from a
// listing without its password. A pass that fails keeps what the last one found. README.md tells what is
// read, and what cannot be known.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind RepositoriesKind();
Result<std::vector<Collector>> MakeRepositoryCollectors(ConfigReader& section,
                                                        const Environment& environment);

}  // namespace lastgood
