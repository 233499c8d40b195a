#include "rules/stories/all.h"

#include <algorithm>

#include "rules/stories/backup.h"
#include "rules/stories/cnpg.h"
#include "rules/stories/coverage.h"
#include "rules/stories/host_jobs.h"
#include "rules/stories/loki.h"
#include "rules/stories/self.h"
#include "rules/stories/storage.h"
#include "rules/stories/systems.h"

namespace lastgood {
namespace {

bool TellsClustersApart(const Scenario& scenario) {
  return std::ranges::any_of(scenario.context(),
                             [](const auto& pair) { return pair.first == Label::kCluster; });
}

}  // namespace

std::vector<Scenario> AllScenarios(const GeneratorSettings& settings) {
  std::vector<Scenario> all;
  for (const auto stories :
       {BackupScenarios, BackupReplicaScenarios, RestoreScenarios, StorageScenarios, CoverageScenarios,
        LogsScenarios, SelfScenarios, CnpgScenarios, LokiScenarios, SystemScenarios, HostJobScenarios})
    for (Scenario& scenario : stories(settings)) all.push_back(std::move(scenario));
  if (settings.names.cluster_label.empty()) std::erase_if(all, TellsClustersApart);
  return all;
}

}  // namespace lastgood
