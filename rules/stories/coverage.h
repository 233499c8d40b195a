// Stories about what nothing covers, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> CoverageScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
