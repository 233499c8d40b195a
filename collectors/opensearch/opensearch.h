// The opensearch collector: one collector per snapshot repository of `opensearch:`, asked of an OpenSearch or
// Elasticsearch cluster by its API, or told from what the repository holds in a bucket. A pass that fails
// keeps what the last one found. README.md tells what is read, and what cannot be known.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind OpensearchKind();
Result<std::vector<Collector>> MakeOpensearchCollectors(ConfigReader& section,
                                                        const Environment& environment);

}  // namespace lastgood
