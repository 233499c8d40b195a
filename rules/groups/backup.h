// Backups that are late, missing, failed, stuck or shrunk, and what nothing protects. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup BackupGroup(const GeneratorSettings& settings);

}  // namespace lastgood
