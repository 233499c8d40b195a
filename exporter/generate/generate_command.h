// `lastgood generate`. An error is one line for main to print (exit code 2).
#pragma once

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// Writes what Prometheus, Alertmanager, Grafana and a cluster load into the folder; reads nothing but the
// config.
Result<Ended> RunGenerate(const GenerateOptions& options);

}  // namespace lastgood
