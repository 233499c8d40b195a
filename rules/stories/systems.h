// Stories told by the series of Longhorn and Velero, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> SystemScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
