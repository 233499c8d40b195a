// Logs that do not arrive. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup LogsGroup(const GeneratorSettings& settings);

}  // namespace lastgood
