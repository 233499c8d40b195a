// Stories about destinations, buckets, copies and restores, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> RestoreScenarios(const GeneratorSettings& settings);
std::vector<Scenario> StorageScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
