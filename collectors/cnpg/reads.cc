#include "collectors/cnpg/reads.h"

#include "collectors/cnpg/decode.h"

namespace lastgood::cnpg {

// Backups last: what they belong to is then no older than they are.
std::vector<TableRead> ReadsInto(CnpgTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.clusters, kClusters, "Clusters", &DecodeCluster));
  reads.push_back(ReadInto(tables.schedules, kScheduledBackups, "ScheduledBackups", &DecodeScheduledBackup));
  reads.push_back(ReadInto(tables.stores, kObjectStores, "ObjectStores", &DecodeObjectStore));
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup));
  reads.push_back(ReadInto(tables.snapshots, kVolumeSnapshots, "VolumeSnapshots", &DecodeVolumeSnapshot));
  return reads;
}

}  // namespace lastgood::cnpg
