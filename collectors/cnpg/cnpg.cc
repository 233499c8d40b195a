#include "collectors/cnpg/cnpg.h"

#include "collectors/cnpg/assemble.h"
#include "collectors/cnpg/guide.h"
#include "collectors/cnpg/reads.h"
#include "collectors/shared/table_collector.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace cnpg;

bool Installed(const CnpgTables& tables) {
  return tables.clusters.Known() || tables.backups.Known() || tables.schedules.Known();
}

constexpr TableSystem<CnpgTables> kSystem{systems::kCnpg, &ReadsInto, &Assemble, &Complaints, &Installed};

}  // namespace

const CollectorKind kCnpgKind{
    .name = systems::kCnpg,
    .section = "collectors",
    .summary = "CloudNativePG clusters: base backups, schedules, WAL archiving, recovery windows",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeCnpgCollectors,
    .guides = &CnpgGuides,
};

Result<std::vector<Collector>> MakeCnpgCollectors(ConfigReader& section, const Environment& environment) {
  return MakeTableCollectors(kSystem, section, environment);
}

}  // namespace lastgood
