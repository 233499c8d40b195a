// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/shared/table.h"
#include "collectors/volsync/rows.h"
#include "net/objects/reading.h"

namespace lastgood::volsync {

inline constexpr Resource kSources{"volsync.backube", "v1alpha1", "replicationsources", "ReplicationSource"};
inline constexpr Resource kDestinations{"volsync.backube", "v1alpha1", "replicationdestinations",
                                        "ReplicationDestination"};
inline constexpr std::array kReads = {kSources, kDestinations};

// One reading per kind; `tables` must outlive them.
std::vector<TableRead> ReadsInto(VolsyncTables& tables);

}  // namespace lastgood::volsync
