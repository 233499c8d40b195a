#include "collectors/velero/reads.h"

#include "collectors/velero/decode_backup.h"
#include "collectors/velero/decode_schedule.h"
#include "collectors/velero/decode_store.h"

namespace lastgood::velero {

// Backups after what they belong to, and before their uploads: those of a complete one are then complete.
std::vector<TableRead> ReadsInto(VeleroTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.schedules, kSchedules, "Schedules", &DecodeSchedule));
  reads.push_back(ReadInto(tables.locations, kLocations, "BackupStorageLocations", &DecodeLocation));
  reads.push_back(ReadInto(tables.repositories, kRepositories, "BackupRepositories", &DecodeRepository));
  reads.push_back(ReadInto(tables.restores, kRestores, "Restores", &DecodeRestore));
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup));
  reads.push_back(
      ReadInto(tables.pod_volume_backups, kPodVolumeBackups, "PodVolumeBackups", &DecodePodVolumeBackup));
  reads.push_back(ReadInto(tables.data_uploads, kDataUploads, "DataUploads", &DecodeDataUpload));
  return reads;
}

}  // namespace lastgood::velero
