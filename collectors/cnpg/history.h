// The history of one way of backing up a cluster: Backups in, the numbers of a Track out. Pure; it refers to
// the rows that it is given and must not outlive their table.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "collectors/cnpg/rows.h"
#include "model/facts.h"

namespace lastgood::cnpg {

// Whether completed volume snapshots are still there: the operator never looks again.
class SnapshotIndex {
 public:
  explicit SnapshotIndex(const Table<VolumeSnapshotRow>& table);

  // Why the completed Backup cannot be restored; "" when it can, or when VolumeSnapshots were not read.
  std::string WhyUnusable(const BackupRow& backup) const;

 private:
  std::string WhyUnusable(const VolumeSnapshotRow& row) const;

  bool known_;
  std::unordered_map<ObjectId, const VolumeSnapshotRow*> by_id_;
  std::unordered_multimap<ObjectId, const VolumeSnapshotRow*> by_backup_;
  std::unordered_set<ObjectId> unreadable_;
};

// When an unfinished Backup began to run or to wait.
Stamp WaitingSince(const BackupRow& backup);

// The oldest unfinished Backup of a cluster behind which its later ones queue; null when there is none.
const BackupRow* Blocker(const std::vector<const BackupRow*>& backups);

// Fills what the Backups tell: counts, successes, failures, what runs, recovery point and window. One that
// ended well after `now` counts only where there is no other.
void FillHistory(const std::vector<const BackupRow*>& backups, const Symbols& symbols,
                 const SnapshotIndex& snapshots, const BackupRow* blocker, Time now, Track& track);

}  // namespace lastgood::cnpg
