// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/longhorn/rows.h"
#include "collectors/shared/table.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::longhorn {

constexpr Resource Of(std::string_view plural, std::string_view kind) {
  return {"longhorn.io", "v1beta2", plural, kind};
}
inline constexpr Resource kVolumes = Of("volumes", "Volume");
inline constexpr Resource kBackups = Of("backups", "Backup");
inline constexpr Resource kBackupVolumes = Of("backupvolumes", "BackupVolume");
inline constexpr Resource kEngines = Of("engines", "Engine");
inline constexpr Resource kBackupTargets = Of("backuptargets", "BackupTarget");
inline constexpr Resource kRecurringJobs = Of("recurringjobs", "RecurringJob");
inline constexpr Resource kSnapshots = Of("snapshots", "Snapshot");
inline constexpr Resource kSystemBackups = Of("systembackups", "SystemBackup");
inline constexpr Resource kBackupBackingImages = Of("backupbackingimages", "BackupBackingImage");
inline constexpr Resource kSettings = Of("settings", "Setting");
inline constexpr Resource kClaims{"", "v1", "persistentvolumeclaims", kinds::kClaim};
inline constexpr std::array kReads = {kVolumes,       kBackups,   kBackupVolumes, kBackupTargets,
                                      kRecurringJobs, kSnapshots, kSystemBackups, kBackupBackingImages,
                                      kSettings,      kClaims,    kEngines};

// One reading per kind; `tables` must outlive them.
std::vector<TableRead> ReadsInto(LonghornTables& tables);

}  // namespace lastgood::longhorn
