// For tests: the objects of a drill of CNPG Backups in namespace app, written as YAML, and passes over them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "collectors/restore_tests/restore_tests.h"
#include "collectors/shared/kubernetes_fixture.h"
#include "model/derive.h"
#include "tests/support/temp_dir.h"

namespace lastgood::restore_tests {

inline std::string Text(const std::optional<Time>& time) { return time ? FormatRfc3339(*time) : "absent"; }

// Made on August 1st; polls every ten minutes.
inline std::string CronJob(std::string_view more = "", std::string_view status = "",
                           std::string_view name = "cnpg-restore-test",
                           std::string_view schedule = "*/10 * * * *") {
  return "---\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: " + std::string(name) +
         ", namespace: app, creationTimestamp: \"2026-08-01T00:00:00Z\"}, spec: {schedule: \"" +
         std::string(schedule) + "\"" + std::string(more) +
         ", jobTemplate: {spec: {template: {spec: {containers: [{name: restore-test, env: [{name: "
         "SOURCE_CLUSTER, "
         "value: pg}]}]}}}}}, status: {" +
         std::string(status) + "}}\n";
}

// From `start` to `end`, both as "20T02:10:00"; a failed one when `why` is given.
inline std::string Job(std::string_view start, std::string_view end, std::string_view why = "",
                       std::string_view owner = "cnpg-restore-test") {
  const std::string day = "\"2026-08-";
  std::string status = "startTime: " + day + std::string(start) + "Z\"";
  if (!end.empty() && why.empty())
    status += ", completionTime: " + day + std::string(end) +
              "Z\", conditions: [{type: Complete, status: \"True\"}]";
  if (!why.empty())
    status += ", conditions: [{type: Failed, status: \"True\", reason: " + std::string(why) +
              ", lastTransitionTime: " + day + std::string(end) + "Z\"}]";
  std::string name(start);
  for (char& c : name)
    if (c == ':' || c == 'T') c = '-';
  return "---\n{apiVersion: batch/v1, kind: Job, metadata: {name: run-" + name +
         ", namespace: app, ownerReferences: [{kind: CronJob, name: " + std::string(owner) +
         "}]}, status: {" + status + "}}\n";
}

// Of the cluster pg; taken on `day` from 02:00 to 02:05.
inline std::string Backup(std::string_view day, std::string_view phase = "completed") {
  const std::string date = "2026-08-" + std::string(day);
  return "---\n{apiVersion: postgresql.cnpg.io/v1, kind: Backup, metadata: {name: pg-" + std::string(day) +
         ", namespace: app, creationTimestamp: \"" + date +
         "T02:00:00Z\"}, spec: {cluster: {name: pg}, method: "
         "plugin}, status: {phase: " +
         std::string(phase) + ", startedAt: \"" + date + "T02:00:00Z\", stoppedAt: \"" + date +
         "T02:05:00Z\"}}\n";
}

// The ConfigMap of the preset; `written` as "21T02:40:00", where the server tells.
inline std::string State(std::string_view data, std::string_view written = "",
                         std::string_view name = "cnpg-restore-test-state") {
  std::string managed;
  if (!written.empty())
    managed = ", managedFields: [{manager: kubectl, time: \"2026-08-" + std::string(written) +
              "Z\", fieldsV1: {\"f:data\": {\"f:lastBackupName\": {}}}}]";
  return "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: " + std::string(name) +
         ", namespace: app, creationTimestamp: \"2026-08-02T00:00:00Z\"" + managed + "}, data: {" +
         std::string(data) + "}}\n";
}

struct World {
  TempDir folder;
  KubernetesFixture fixture;

  explicit World(const std::string& yaml, std::string_view section = "{}",
                 std::string_view now = "2026-08-21T12:00:00Z")
      : folder(), fixture(&MakeRestoreTestsCollectors, Write(yaml), now, section) {}

  std::string Write(const std::string& yaml) {
    folder.Write("all.yaml", yaml);
    return folder.path();
  }
  Collected Pass() { return fixture.Pass(); }
  // The only drill.
  RestoreTestFacts Drill() {
    const Collected collected = Pass();
    EXPECT_TRUE(collected.failures.empty());
    EXPECT_EQ(AllMessages(collected.problems), "");
    EXPECT_EQ(collected.facts.restore_tests.size(), 1U);
    return collected.facts.restore_tests.empty() ? RestoreTestFacts() : collected.facts.restore_tests.front();
  }
};

inline std::string DeadlineOf(const RestoreTestFacts& drill, const Objectives& objectives = {}) {
  return Text(RestoreTestDeadline(drill, objectives));
}

}  // namespace lastgood::restore_tests
