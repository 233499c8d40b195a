// The commands. Each returns how it ended, or an error that main prints as one line (exit code 2).
#pragma once

#include <memory>

#include "base/result.h"
#include "exporter/config/options.h"

namespace lastgood {

struct Ended {
  int code = 0;
  // What a thread that could not be ended still uses: when it is not null, main must leave without
  // destructors.
  std::shared_ptr<void> still_in_use;
};

// One pass over every source, then the report on standard output; progress on standard error if that is a
// terminal.
Result<Ended> RunCheck(const CheckOptions& options);

// Writes what Prometheus, Alertmanager, Grafana and a cluster load into the folder; reads nothing but the
// config.
Result<Ended> RunGenerate(const GenerateOptions& options);

// Asks a live Prometheus (and Alertmanager) whether the generated rules and panels would work there, and
// writes what it found on standard output.
Result<Ended> RunVerify(const VerifyOptions& options);

// Serves until SIGTERM or SIGINT, and returns within five seconds then. SIGHUP reloads the config. Call it
// before any other thread exists: it blocks these signals for the threads to come.
Result<Ended> RunServe(const ServeOptions& options);

}  // namespace lastgood
