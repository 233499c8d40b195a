// Stories about backups and schedules, with the limits and names of the settings. Pure.
#pragma once

#include "rules/stories/scenario.h"

namespace lastgood {

std::vector<Scenario> BackupScenarios(const GeneratorSettings& settings);
std::vector<Scenario> BackupReplicaScenarios(const GeneratorSettings& settings);

}  // namespace lastgood
