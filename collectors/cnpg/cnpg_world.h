// For tests: a small world of CloudNativePG objects, written as YAML, and the facts that follow from it.
#pragma once

#include <string>
#include <string_view>

#include "collectors/cnpg/assemble.h"
#include "collectors/cnpg/decode.h"
#include "collectors/shared/world_fixture.h"

namespace lastgood::cnpg {

// Thursday; every test's "now" unless it says otherwise.
inline const Time kNoon = At("2026-08-20T12:00:00Z");

struct World : WorldOf<World, CnpgTables, &Assemble> {
  World() : WorldOf(kNoon) {}

  World& Add(std::string_view yaml) {
    Fill(tables.backups, &DecodeBackup, "Backup", yaml);
    Fill(tables.schedules, &DecodeScheduledBackup, "ScheduledBackup", yaml);
    Fill(tables.clusters, &DecodeCluster, "Cluster", yaml);
    Fill(tables.stores, &DecodeObjectStore, "ObjectStore", yaml);
    Fill(tables.snapshots, &DecodeVolumeSnapshot, "VolumeSnapshot", yaml);
    return *this;
  }
};

// A plugin cluster with its store and a daily schedule at midnight.
inline constexpr std::string_view kPluginCluster = R"(
kind: Cluster
metadata: {name: pg, namespace: app, creationTimestamp: "2026-06-01T00:00:00Z"}
spec:
  plugins:
  - {name: barman-cloud.cloudnative-pg.io, isWALArchiver: true, parameters: {barmanObjectName: store}}
status: {conditions: [{type: ContinuousArchiving, status: "True", message: Continuous archiving is working}]}
---
kind: ObjectStore
metadata: {name: store, namespace: app}
spec: {retentionPolicy: 30d, configuration: {destinationPath: "s3://backups/"}}
status: {serverRecoveryWindow: {pg: {firstRecoverabilityPoint: "2026-07-20T00:01:10Z"}}}
)";
inline constexpr std::string_view kDaily = R"(
kind: ScheduledBackup
metadata: {name: daily, namespace: app, creationTimestamp: "2026-06-02T00:00:00Z"}
spec: {schedule: "0 0 0 * * *", cluster: {name: pg}, method: plugin, pluginConfiguration: {name: barman-cloud.cloudnative-pg.io}}
status: {lastScheduleTime: "2026-08-20T00:00:00Z", nextScheduleTime: "2026-08-21T00:00:00Z"}
)";

// The Cluster app/pg and a schedule for it; all arguments are YAML.
inline std::string ClusterWith(std::string_view spec, std::string_view annotations = "") {
  return "kind: Cluster\nmetadata: {name: pg, namespace: app, annotations: {" + std::string(annotations) +
         "}}\nspec: {" + std::string(spec) + "}\n";
}
inline std::string Schedule(std::string_view spec) {
  return "kind: ScheduledBackup\nmetadata: {name: daily, namespace: app}\nspec: {cluster: {name: pg}, " +
         std::string(spec) + "}\n";
}
inline constexpr std::string_view kInTree = "backup: {barmanObjectStore: {destinationPath: \"s3://old/\"}}";

// A Backup of app/pg: "completed" from 00:00:03 to 00:01:10 on `day`; other phases only began.
inline std::string BackupOn(std::string_view day, std::string_view phase, std::string_view method = "plugin",
                            std::string_view more = "") {
  std::string yaml = "kind: Backup\nmetadata: {name: daily-" + std::string(day) +
                     ", namespace: app, creationTimestamp: \"" + std::string(day) +
                     "T00:00:00Z\", labels: {cnpg.io/scheduled-backup: daily}}\n"
                     "spec: {cluster: {name: pg}, method: " +
                     std::string(method) +
                     "}\n"
                     "status: {phase: " +
                     std::string(phase) + ", reconciliationStartedAt: \"" + std::string(day) + "T00:00:01Z\"";
  if (phase == "completed")
    yaml += ", startedAt: \"" + std::string(day) + "T00:00:03Z\", stoppedAt: \"" + std::string(day) +
            "T00:01:10Z\"";
  return yaml + (more.empty() ? "" : ", " + std::string(more)) + "}\n";
}

}  // namespace lastgood::cnpg
