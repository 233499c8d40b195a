#include "collectors/velero/velero.h"

#include "collectors/shared/table_collector.h"
#include "collectors/velero/assemble.h"
#include "collectors/velero/guide.h"
#include "collectors/velero/reads.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace velero;

bool Installed(const VeleroTables& tables) {
  return tables.schedules.Known() || tables.backups.Known() || tables.locations.Known();
}

constexpr TableSystem<VeleroTables> kSystem{systems::kVelero, &ReadsInto, &Assemble, &Complaints, &Installed};

}  // namespace

const CollectorKind kVeleroKind{
    .name = systems::kVelero,
    .section = "collectors",
    .summary = "Velero schedules: their backups, uploads, storage locations, repositories and restores",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeVeleroCollectors,
    .guides = &VeleroGuides,
};

Result<std::vector<Collector>> MakeVeleroCollectors(ConfigReader& section, const Environment& environment) {
  return MakeTableCollectors(kSystem, section, environment);
}

}  // namespace lastgood
