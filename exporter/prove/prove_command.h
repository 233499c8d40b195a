// `lastgood prove`. An error is one line for main to print (exit code 2).
#pragma once

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// Lists a bucket, a URL or a folder once, and says of each backup of every store in it whether it restores;
// progress on standard error if that is a terminal. Nothing is written there.
Result<Ended> RunProve(const ProveOptions& options);

}  // namespace lastgood
