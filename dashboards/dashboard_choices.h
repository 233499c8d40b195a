// What surrounds a dashboard's panels, as Grafana's JSON: what can be chosen, where links lead, which alerts
// are drawn into its graphs. Pure.
#pragma once

#include <string>

#include "dashboards/dashboard.h"
#include "rules/settings.h"

namespace lastgood {

std::string VariablesJson(const Dashboard& dashboard, const GeneratorSettings& settings);
// The other dashboards, with the same choices and time, and the runbooks.
std::string LinksJson(const GeneratorSettings& settings);
std::string AnnotationsJson(const Dashboard& dashboard, const GeneratorSettings& settings);

}  // namespace lastgood
