// Stories told by CloudNativePG's own series, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> CnpgScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
