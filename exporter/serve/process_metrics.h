// The process_* metrics that every Prometheus client library exposes, read from /proc/self. What cannot be
// read is left out. Thread-safe.
#pragma once

#include <prometheus/metric_family.h>

#include <vector>

namespace lastgood {

std::vector<prometheus::MetricFamily> ProcessMetrics();

}  // namespace lastgood
