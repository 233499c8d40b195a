// Stories about lastgood itself and the logs that it watches, with the limits and names of the settings.
// Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> LogsScenarios(const GeneratorSettings& settings);
std::vector<Scenario> SelfScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
