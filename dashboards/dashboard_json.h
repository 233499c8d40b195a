// A dashboard as Grafana's classic JSON, with one order of keys. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

// The text of one dashboard.
std::string ToJson(const Dashboard& dashboard, const GeneratorSettings& settings);

}  // namespace lastgood
