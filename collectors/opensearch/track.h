// The history of one way in which snapshots are made. Pure.
#pragma once

#include "collectors/opensearch/client.h"

namespace lastgood::opensearch {

// The history of one way in which snapshots are made. What proves nothing is a problem.
void FillTrack(const std::vector<const SnapshotRow*>& snapshots, Time now, Track& track,
               std::vector<Problem>& problems);

}  // namespace lastgood::opensearch
