// Stories told by the series of host jobs, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> HostJobScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
