#include "collectors/k8up/k8up.h"

#include "collectors/k8up/assemble.h"
#include "collectors/k8up/guide.h"
#include "collectors/k8up/reads.h"
#include "collectors/shared/table_collector.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace k8up;

bool Installed(const K8upTables& tables) { return tables.schedules.Known() || tables.backups.Known(); }

constexpr TableSystem<K8upTables> kSystem{systems::kK8up, &ReadsInto, &Assemble,
                                          &Complaints,    &Installed, &ReadsAfter};

}  // namespace

const CollectorKind kK8upKind{
    .name = systems::kK8up,
    .section = "collectors",
    .summary = "k8up schedules: their backups and snapshots",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeK8upCollectors,
    .guides = &K8upGuides,
};

Result<std::vector<Collector>> MakeK8upCollectors(ConfigReader& section, const Environment& environment) {
  return MakeTableCollectors(kSystem, section, environment);
}

}  // namespace lastgood
