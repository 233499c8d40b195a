// Workloads and components that nothing covers. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup CoverageGroup(const GeneratorSettings& settings);

}  // namespace lastgood
