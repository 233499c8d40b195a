// lastgood itself. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup SelfGroup(const GeneratorSettings& settings);

}  // namespace lastgood
