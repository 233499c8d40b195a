#include "collectors/volsync/volsync.h"

#include "collectors/shared/table_collector.h"
#include "collectors/volsync/assemble.h"
#include "collectors/volsync/guide.h"
#include "collectors/volsync/reads.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace volsync;

bool Installed(const VolsyncTables& tables) { return tables.sources.Known() || tables.destinations.Known(); }

constexpr TableSystem<VolsyncTables> kSystem{systems::kVolsync, &ReadsInto, &Assemble, &Complaints,
                                             &Installed};

}  // namespace

const CollectorKind kVolsyncKind{
    .name = systems::kVolsync,
    .section = "collectors",
    .summary = "VolSync: replication sources, and replication destinations as standby copies",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeVolsyncCollectors,
    .guides = &VolsyncGuides,
};

Result<std::vector<Collector>> MakeVolsyncCollectors(ConfigReader& section, const Environment& environment) {
  return MakeTableCollectors(kSystem, section, environment);
}

}  // namespace lastgood
