// The buckets collector: one collector per bucket of `buckets:`, S3 or a folder, which lists everything in
// the background and adds it up by prefix. A pass that fails keeps the figures of the last complete one;
// denied, empty and never listed stay three different answers. README.md tells the API calls and rights.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

CollectorKind S3Kind();
Result<std::vector<Collector>> MakeS3Collectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
