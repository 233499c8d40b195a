// `lastgood serve`. An error is one line for main to print (exit code 2).
#pragma once

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// Serves until SIGTERM or SIGINT, and returns within five seconds then. SIGHUP reloads the config. Call it
// before any other thread exists: it blocks these signals for the threads to come.
Result<Ended> RunServe(const ServeOptions& options);

}  // namespace lastgood
