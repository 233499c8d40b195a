// What of the cluster's data is covered by what, as `components` of a config: by what the collectors found.
// Pure.
#pragma once

#include "exporter/discover/found.h"
#include "model/snapshot.h"

namespace lastgood {

// Workloads of one namespace that the same objects cover are one component; the age that their recovery point
// may have follows from the schedules. What nothing covers goes to `uncovered`.
void SuggestComponents(const Snapshot& snapshot, Time now, Found& found);

}  // namespace lastgood
