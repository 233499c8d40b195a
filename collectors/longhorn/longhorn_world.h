// For tests: a small world of Longhorn objects, written as YAML, and the facts that follow from it.
#pragma once

#include <string>
#include <string_view>

#include "collectors/longhorn/assemble.h"
#include "collectors/longhorn/decode_backup.h"
#include "collectors/longhorn/decode_volume.h"
#include "collectors/shared/world_fixture.h"

namespace lastgood::longhorn {

struct World : WorldOf<World, LonghornTables, &Assemble> {
  World() : WorldOf(At("2026-08-21T12:00:00Z")) {}

  World& Add(std::string_view yaml) {
    // Both Longhorn and CloudNativePG have Backups; here there are only Longhorn's.
    Fill(tables.backups, &DecodeBackup, "Backup", yaml);
    Fill(tables.volumes, &DecodeVolume, "Volume", yaml);
    Fill(tables.claims, &DecodeClaim, "PersistentVolumeClaim", yaml);
    Fill(tables.jobs, &DecodeJob, "RecurringJob", yaml);
    Fill(tables.targets, &DecodeTarget, "BackupTarget", yaml);
    Fill(tables.settings, &DecodeSetting, "Setting", yaml);
    Fill(tables.backup_volumes, &DecodeBackupVolume, "BackupVolume", yaml);
    Fill(tables.engines, &DecodeEngine, "Engine", yaml);
    Fill(tables.snapshots, &DecodeSnapshot, "Snapshot", yaml);
    Fill(tables.system_backups, &DecodeSystemBackup, "SystemBackup", yaml);
    Fill(tables.image_backups, &DecodeImageBackup, "BackupBackingImage", yaml);
    return *this;
  }
};

inline constexpr std::string_view kTarget = R"(
{kind: BackupTarget, metadata: {name: default, namespace: longhorn-system},
 spec: {backupTargetURL: "s3://b@us-east-1/", pollInterval: 5m0s},
 status: {available: true, lastSyncedAt: "2026-08-21T11:58:00Z"}}
)";
inline constexpr std::string_view kDaily = R"(
{kind: RecurringJob, metadata: {name: daily, namespace: longhorn-system, creationTimestamp: "2026-07-02T00:00:00Z"},
 spec: {name: daily, task: backup, cron: "0 1 * * *", groups: [default], retain: 14}}
)";

// An attached volume of claim app/data; `labels`, `spec` and `status` are YAML.
inline std::string Volume(std::string_view labels = "", std::string_view spec = "",
                          std::string_view status = "state: attached, robustness: healthy",
                          std::string_view historical = "") {
  return "kind: Volume\nmetadata: {name: pvc-2c84, namespace: longhorn-system, creationTimestamp: "
         "\"2026-07-01T00:00:00Z\", labels: {" +
         std::string(labels) + "}}\nspec: {" + std::string(spec) + "}\nstatus: {" + std::string(status) +
         ", kubernetesStatus: {namespace: app, pvcName: data, lastPVCRefAt: \"" + std::string(historical) +
         "\"}}\n";
}

// A backup of that volume: "Completed" from 01:00:05 to 01:00:43 on `day`; others have no times of their own.
inline std::string Backup(std::string_view day, std::string_view state, std::string_view more = "") {
  const std::string date(day);
  std::string yaml = "kind: Backup\nmetadata: {name: backup-" + date +
                     ", namespace: longhorn-system, creationTimestamp: \"" + date +
                     "T01:00:06Z\", labels: {backup-volume: pvc-2c84, backup-target: default}}\n"
                     "spec: {snapshotName: snap-" +
                     date + ", labels: {RecurringJob: daily}}\nstatus: {state: '" + std::string(state) + "'";
  if (state == "Completed")
    yaml += ", snapshotCreatedAt: \"" + date + "T01:00:05Z\", backupCreatedAt: \"" + date + "T01:00:43Z\"";
  return yaml + (more.empty() ? "" : ", " + std::string(more)) + "}\n";
}

}  // namespace lastgood::longhorn
