// Backups that do not restore, and drills that fail or are late. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup RestoreGroup(const GeneratorSettings& settings);

}  // namespace lastgood
