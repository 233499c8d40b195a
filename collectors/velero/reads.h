// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/shared/table.h"
#include "collectors/velero/rows.h"
#include "net/objects/reading.h"

namespace lastgood::velero {

constexpr Resource Of(std::string_view plural, std::string_view kind, std::string_view version = "v1") {
  return {"velero.io", version, plural, kind};
}
inline constexpr Resource kSchedules = Of("schedules", "Schedule");
inline constexpr Resource kBackups = Of("backups", "Backup");
inline constexpr Resource kLocations = Of("backupstoragelocations", "BackupStorageLocation");
inline constexpr Resource kPodVolumeBackups = Of("podvolumebackups", "PodVolumeBackup");
inline constexpr Resource kDataUploads = Of("datauploads", "DataUpload", "v2alpha1");
inline constexpr Resource kRepositories = Of("backuprepositories", "BackupRepository");
inline constexpr Resource kRestores = Of("restores", "Restore");
inline constexpr std::array kReads = {kSchedules,   kBackups,      kLocations, kPodVolumeBackups,
                                      kDataUploads, kRepositories, kRestores};

// One reading per kind; `tables` must outlive them.
std::vector<TableRead> ReadsInto(VeleroTables& tables);

}  // namespace lastgood::velero
