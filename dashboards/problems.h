// What is wrong besides objects, taken from the alerts about it. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

// How many destinations, buckets, copies, streams and schedules have one of these alerts' conditions; 0 with
// none, nothing without lastgood.
promql::Vector<Labels{}> OtherProblems(const GeneratorSettings& settings);
// The names of these alerts.
std::vector<AlertName> OtherAlerts(const GeneratorSettings& settings);

}  // namespace lastgood
