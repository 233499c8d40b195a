#include "collectors/longhorn/longhorn.h"

#include "collectors/longhorn/assemble.h"
#include "collectors/longhorn/guide.h"
#include "collectors/longhorn/reads.h"
#include "collectors/shared/table_collector.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace longhorn;

bool Installed(const LonghornTables& tables) {
  return tables.volumes.Known() || tables.backups.Known() || tables.jobs.Known() || tables.targets.Known() ||
         tables.system_backups.Known();
}

constexpr TableSystem<LonghornTables> kSystem{systems::kLonghorn, &ReadsInto, &Assemble, &Complaints,
                                              &Installed};

}  // namespace

const CollectorKind kLonghornKind{
    .name = systems::kLonghorn,
    .section = "collectors",
    .summary = "Longhorn volumes under their claims: backups, recurring jobs, backup targets, system backups",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeLonghornCollectors,
    .guides = &LonghornGuides,
};

Result<std::vector<Collector>> MakeLonghornCollectors(ConfigReader& section, const Environment& environment) {
  return MakeTableCollectors(kSystem, section, environment);
}

}  // namespace lastgood
