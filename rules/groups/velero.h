// Velero, by its own series. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup VeleroGroup(const GeneratorSettings& settings);

}  // namespace lastgood
