// `lastgood discover`. An error is one line for main to print (exit code 2).
#pragma once

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// Looks at a cluster, a dump or a bucket, and writes a config to standard output or to a file that is not
// there yet; of one that is, it prints what it lacks.
Result<Ended> RunDiscover(const DiscoverOptions& options);

}  // namespace lastgood
