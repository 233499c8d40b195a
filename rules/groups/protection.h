// Whether something protects an object, and whether its policies hold what they promise. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup ProtectionGroup(const GeneratorSettings& settings);

}  // namespace lastgood
