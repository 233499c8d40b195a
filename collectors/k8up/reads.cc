#include "collectors/k8up/reads.h"

#include "collectors/k8up/decode.h"

namespace lastgood::k8up {

// Backups last: what they belong to is then no older than they are.
std::vector<TableRead> ReadsInto(K8upTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.schedules, kSchedules, "Schedules", &DecodeSchedule));
  reads.push_back(ReadInto(tables.snapshots, kSnapshots, "Snapshots", &DecodeSnapshot));
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup));
  return reads;
}

}  // namespace lastgood::k8up
