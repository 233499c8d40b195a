// The commands. Each returns the process's exit code, or an error that main prints as one line (exit code 2).
#pragma once

#include "exporter/base/result.h"
#include "exporter/options.h"

namespace lastgood {

// One pass over every source, then the report on standard output; progress on standard error if that is a
// terminal.
Result<int> RunCheck(const CheckOptions& options);

// Serves until SIGTERM or SIGINT. SIGHUP reloads the config. Call it before any other thread exists: it
// blocks these signals for the threads to come.
Result<int> RunServe(const ServeOptions& options);

}  // namespace lastgood
