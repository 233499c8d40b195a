// `lastgood verify`. An error is one line for main to print (exit code 2).
#pragma once

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// Asks a live Prometheus (and Alertmanager) whether the generated rules and panels would work there, and
// writes what it found on standard output.
Result<Ended> RunVerify(const VerifyOptions& options);

}  // namespace lastgood
