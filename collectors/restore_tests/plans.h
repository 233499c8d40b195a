// Which drills the config tells of, and those that are known without it.
#pragma once

#include <vector>

#include "base/config_reader.h"
#include "collectors/restore_tests/rows.h"

namespace lastgood::restore_tests {

inline constexpr const char* kUsualCronJob = "cnpg-restore-test";
inline constexpr const char* kUsualConfigMap = "cnpg-restore-test-state";
// Of the same components: whether a standby that follows the archive is in recovery, and where its WAL is.
inline constexpr const char* kUsualStandbyCheck = "cnpg-disaster-recovery-check";

// One plan per entry of `restore_tests`, then the built-in ones. Mistakes are complained about to the reader.
std::vector<Plan> ReadPlans(ConfigReader& section);

}  // namespace lastgood::restore_tests
