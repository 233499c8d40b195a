// Longhorn, by its own series. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup LonghornGroup(const GeneratorSettings& settings);

}  // namespace lastgood
