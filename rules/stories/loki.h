// Stories told by the series of Loki and Alloy, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> LokiScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
