#include "collectors/restore_tests/restore_tests.h"

#include <algorithm>

#include "collectors/restore_tests/assemble.h"
#include "collectors/restore_tests/guide.h"
#include "collectors/restore_tests/plans.h"
#include "collectors/restore_tests/reads.h"
#include "collectors/shared/table_collector.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace restore_tests;

// A drill of the config that does not exist is no reason to be silent.
bool Installed(const DrillTables& tables) {
  const bool configured = std::any_of(tables.plans.begin(), tables.plans.end(),
                                      [](const Plan& plan) { return !plan.name.empty(); });
  return HasDrill(tables) || (configured && tables.cronjobs.Known());
}

constexpr TableSystem<DrillTables> kSystem{
    systems::kRestoreTests, &FirstReads, &Assemble, &Complaints, &Installed, &MoreReads};

}  // namespace

CollectorKind RestoreTestsKind() {
  return {.name = systems::kRestoreTests,
          .section = "restore_tests",
          .summary = "Restore drills: CronJobs, their Jobs, and the ConfigMaps that record what was tested",
          .reads = {kReads.begin(), kReads.end()},
          .make = &MakeRestoreTestsCollectors,
          .guides = &RestoreTestsGuides,
          .config_maps = {kUsualConfigMap}};
}

Result<std::vector<Collector>> MakeRestoreTestsCollectors(ConfigReader& section,
                                                          const Environment& environment) {
  DrillTables tables;
  tables.plans = ReadPlans(section);
  std::vector<std::string> config_maps;
  for (const Plan& plan : tables.plans) {
    if (plan.config_map.empty() || !tables.records.try_emplace(plan.config_map).second) continue;
    config_maps.push_back(plan.config_map);
  }
  ConfigReader none = ConfigReader::Empty();
  std::vector<Collector> collectors = MakeTableCollectors(kSystem, none, environment, std::move(tables));
  for (Collector& collector : collectors) {
    collector.config_maps = config_maps;
    collector.tells_coverage = false;
  }
  return collectors;
}

}  // namespace lastgood
