// The history of one way in which snapshots are made. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "collectors/opensearch/client.h"

namespace lastgood::opensearch {

// What is expected of a snapshot without a shard.
enum class Empty : std::uint8_t {
  kFails,     // it holds nothing: its selection matches nothing, or nothing any more
  kIsWanted,  // its policy saves the cluster's state only
};

// The history of one way in which snapshots are made. What proves nothing is a problem.
void FillTrack(const std::vector<const SnapshotRow*>& snapshots, Empty empty, Time now, Track& track,
               std::vector<Problem>& problems);

// The rows of one policy, apart: those that this cluster made, and good ones that it cannot have made.
struct Makers {
  std::vector<const SnapshotRow*> own, others;
};
Makers ByMaker(const PolicyRow& policy, const std::vector<const SnapshotRow*>& rows, Time now);

// Takes over what the cluster says of the policy's last success, where no good snapshot is known and none of
// that run says otherwise. `own` is null when the snapshots could not be read now. Where they were, and the
// snapshot of that success is gone, it is no recovery point: a note is returned; "" else.
std::string AdoptSuccess(const PolicyRow& policy, const std::vector<const SnapshotRow*>* own, Time now,
                         Track& track);

}  // namespace lastgood::opensearch
