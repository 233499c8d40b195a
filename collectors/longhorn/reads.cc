#include "collectors/longhorn/reads.h"

#include "collectors/longhorn/decode_backup.h"
#include "collectors/longhorn/decode_volume.h"

namespace lastgood::longhorn {

std::vector<TableRead> ReadsInto(LonghornTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.volumes, kVolumes, "Volumes", &DecodeVolume));
  reads.push_back(ReadInto(tables.jobs, kRecurringJobs, "RecurringJobs", &DecodeJob));
  reads.push_back(ReadInto(tables.targets, kBackupTargets, "BackupTargets", &DecodeTarget));
  reads.push_back(ReadInto(tables.settings, kSettings, "Settings", &DecodeSetting));
  reads.push_back(ReadInto(tables.claims, kClaims, "PersistentVolumeClaims", &DecodeClaim));
  reads.push_back(ReadInto(tables.backup_volumes, kBackupVolumes, "BackupVolumes", &DecodeBackupVolume));
  reads.push_back(ReadInto(tables.engines, kEngines, "Engines", &DecodeEngine));
  reads.push_back(ReadInto(tables.snapshots, kSnapshots, "Snapshots", &DecodeSnapshot));
  reads.push_back(ReadInto(tables.system_backups, kSystemBackups, "SystemBackups", &DecodeSystemBackup));
  reads.push_back(
      ReadInto(tables.image_backups, kBackupBackingImages, "BackupBackingImages", &DecodeImageBackup));
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeBackup));
  return reads;
}

}  // namespace lastgood::longhorn
