// For tests: a small world of Velero objects, written as YAML, and the facts that follow from it.
#pragma once

#include <string>
#include <string_view>

#include "collectors/shared/world_fixture.h"
#include "collectors/velero/assemble.h"
#include "collectors/velero/decode_backup.h"
#include "collectors/velero/decode_schedule.h"
#include "collectors/velero/decode_store.h"

namespace lastgood::velero {

struct World : WorldOf<World, VeleroTables, &Assemble> {
  World() : WorldOf(At("2026-08-21T12:00:00Z")) {}

  World& Add(std::string_view yaml) {
    Fill(tables.schedules, &DecodeSchedule, "Schedule", yaml);
    Fill(tables.backups, &DecodeBackup, "Backup", yaml);
    Fill(tables.locations, &DecodeLocation, "BackupStorageLocation", yaml);
    Fill(tables.pod_volume_backups, &DecodePodVolumeBackup, "PodVolumeBackup", yaml);
    Fill(tables.data_uploads, &DecodeDataUpload, "DataUpload", yaml);
    Fill(tables.repositories, &DecodeRepository, "BackupRepository", yaml);
    Fill(tables.restores, &DecodeRestore, "Restore", yaml);
    return *this;
  }
};

inline constexpr std::string_view kLocation = R"(
{kind: BackupStorageLocation, metadata: {name: default, namespace: velero, creationTimestamp: "2026-06-01T00:00:00Z"},
 spec: {provider: aws, default: true, objectStorage: {bucket: homelab, prefix: velero}},
 status: {phase: Available, lastValidationTime: "2026-08-21T11:59:30Z"}}
)";

// Schedule velero/nightly, created on July 1st; `spec` and `status` are YAML.
inline std::string Schedule(std::string_view spec = "schedule: 0 2 * * *, template: {ttl: 720h0m0s}",
                            std::string_view status = "phase: Enabled, lastBackup: \"2026-08-21T02:00:03Z\"",
                            std::string_view annotations = "") {
  return "kind: Schedule\nmetadata: {name: nightly, namespace: velero, creationTimestamp: "
         "\"2026-07-01T00:00:00Z\", annotations: {" +
         std::string(annotations) + "}}\nspec: {" + std::string(spec) + "}\nstatus: {" + std::string(status) +
         "}\n";
}

// A backup of that schedule: made at 02:00:03 on `day`, run from 02:00:04; those that ended did at 02:07:34.
inline std::string Backup(std::string_view day, std::string_view phase, std::string_view more = "",
                          std::string_view schedule = "nightly") {
  const std::string date(day);
  const bool ended = phase == "Completed" || phase == "PartiallyFailed" || phase == "Failed";
  std::string yaml = "kind: Backup\nmetadata: {name: nightly-" + date +
                     ", namespace: velero, generation: 7, creationTimestamp: \"" + date +
                     "T02:00:03Z\", labels: {velero.io/schedule-name: " + std::string(schedule) +
                     ", velero.io/storage-location: default}}\nspec: {storageLocation: default}\n"
                     "status: {phase: '" +
                     std::string(phase) + "'";
  if (!phase.empty() && phase != "New") yaml += ", startTimestamp: \"" + date + "T02:00:04Z\"";
  if (ended) yaml += ", completionTimestamp: \"" + date + "T02:07:34Z\"";
  return yaml + (more.empty() ? "" : ", " + std::string(more)) + "}\n";
}

// The same, as Velero creates it anew at noon from what it finds in the bucket.
inline std::string Imported(std::string_view day, std::string_view phase,
                            std::string_view schedule = "nightly") {
  std::string yaml = Backup(day, phase, "", schedule);
  yaml.replace(yaml.find("generation: 7"), 13, "generation: 1");
  return yaml.replace(yaml.find("T02:00:03Z"), 10, "T12:00:00Z");
}

}  // namespace lastgood::velero
