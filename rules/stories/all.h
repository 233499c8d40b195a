// Every story. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> AllScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
