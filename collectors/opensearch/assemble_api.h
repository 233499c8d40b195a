// The facts of a repository whose cluster was asked. Pure.
#pragma once

#include "collectors/opensearch/client.h"

namespace lastgood::opensearch {

// What the API told, part by part: each as it was when it was last read.
struct Known {
  bool missing = false;           // the cluster has no such repository
  std::optional<Time> looked_up;  // when it last said whether it has
  std::string fault;              // why the cluster cannot read it
  std::optional<Time> faulted;    // when it last said so
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

}  // namespace lastgood::opensearch
