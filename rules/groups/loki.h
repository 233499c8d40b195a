// Loki 2.9 to 3.7 and Alloy, by their own series. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup LokiGroup(const GeneratorSettings& settings);

}  // namespace lastgood
