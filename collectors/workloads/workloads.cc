#include "collectors/workloads/workloads.h"

#include "collectors/shared/table_collector.h"
#include "collectors/workloads/assemble.h"
#include "collectors/workloads/guide.h"
#include "collectors/workloads/reads.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace workloads;

bool Installed(const WorkloadTables& tables) { return tables.claims.Known() || tables.stateful_sets.Known(); }

constexpr TableSystem<WorkloadTables> kSystem{systems::kWorkloads, &ReadsInto, &Assemble, &Complaints,
                                              &Installed};

}  // namespace

const CollectorKind kWorkloadsKind{
    .name = systems::kWorkloads,
    .section = "collectors",
    .summary = "claims and stateful sets, so that what nothing backs up shows",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeWorkloadsCollectors,
    .guides = &WorkloadsGuides,
};

Result<std::vector<Collector>> MakeWorkloadsCollectors(ConfigReader& section,
                                                       const Environment& environment) {
  return MakeTableCollectors(kSystem, section, environment);
}

}  // namespace lastgood
