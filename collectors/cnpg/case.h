// Everything that is known about one Cluster, gathered from all tables, and the steps that turn it into
// facts. Refers to the tables' rows and must not outlive them. Pure.
#pragma once

#include <string>
#include <vector>

#include "collectors/cnpg/history.h"
#include "collectors/cnpg/policy.h"
#include "collectors/cnpg/rows.h"

namespace lastgood::cnpg {

struct Case {
  ObjectKey key;
  const ClusterRow* cluster = nullptr;  // null when it was not read
  std::string unreadable;               // why the Cluster could not be read; "" otherwise
  std::vector<Policy> policies;
  std::vector<const BackupRow*> backups;
};

// The ways in which the cluster is backed up, with their history. A method that a live schedule uses counts;
// the history of one that none uses any more belongs to its successor of the same family (in-tree Barman and
// its plugin), so that a migration is no gap, while a snapshot never stands for a copy elsewhere.
std::vector<Track> MakeTracks(const Case& one, const CnpgTables& tables, const SnapshotIndex& snapshots);

// Sets protection and its detail.
void JudgeProtection(const Case& one, const CnpgTables& tables, ObjectFacts& facts);

// Sets wal_archiving and its detail.
void JudgeWalArchiving(const Case& one, ObjectFacts& facts);

}  // namespace lastgood::cnpg
