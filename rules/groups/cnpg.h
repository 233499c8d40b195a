// CloudNativePG's own series: backups, standbys, restore tests. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup CnpgBackupGroup(const GeneratorSettings& settings);
RuleGroup CnpgDisasterRecoveryGroup(const GeneratorSettings& settings);
RuleGroup CnpgRestoreTestGroup(const GeneratorSettings& settings);

}  // namespace lastgood
