// Facts of what was read of a repository. Pure: no I/O, no clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/opensearch/client.h"
#include "collectors/opensearch/listing.h"

namespace lastgood::opensearch {

// What the API told, part by part: each as it was when it was last read.
struct Known {
  bool missing = false;           // the cluster has no such repository
  std::optional<Time> looked_up;  // when it last said whether it has
  std::string fault;              // why the cluster cannot read it
  std::optional<SnapshotRepositoryRow> repository;
  std::vector<SnapshotRow> snapshots;
  std::vector<Problem> problems;  // of snapshots
  std::optional<Time> read;       // when all snapshots were last read
  std::optional<Time> first;      // when the repository was first seen by this process
  std::optional<PolicyReading> policies;
  std::string unread_policies;  // why they could not be read now
  std::string health;
};

RepositoryFacts AssembleApi(const Plan& plan, const Known& known, Time now);

// `cluster_before` is the uuid of the cluster that had written last when it was read before, "" for none.
RepositoryFacts AssembleStored(const Plan& plan, const RepositoryListing& listing,
                               const std::string& cluster_before, Time now);

// The history of one way in which snapshots are made. What proves nothing is a problem.
void FillTrack(const std::vector<const SnapshotRow*>& snapshots, Time now, Track& track,
               std::vector<Problem>& problems);

}  // namespace lastgood::opensearch
