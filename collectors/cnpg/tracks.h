// The ways in which a Cluster is backed up, each with its history. Pure.
#pragma once

#include "collectors/cnpg/case.h"

namespace lastgood::cnpg {

// The ways in which the cluster is backed up, with their history. A method that a live schedule uses counts;
// the history of one that none uses any more belongs to its successor of the same family (in-tree Barman and
// its plugin), so that a migration is no gap, while a snapshot never stands for a copy elsewhere.
std::vector<Track> MakeTracks(const Case& one, const CnpgTables& tables, const SnapshotIndex& snapshots,
                              Time now);

}  // namespace lastgood::cnpg
