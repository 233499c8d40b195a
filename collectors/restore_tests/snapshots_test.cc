// Drills that restore VolumeSnapshots.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/restore_tests/drill_world.h"

namespace lastgood::restore_tests {
namespace {

using testing::HasSubstr;

// Of the claim app/photos, taken at 01:00 on `day`.
std::string Snapshot(std::string_view day, std::string_view ready = "true") {
  return "---\n{apiVersion: snapshot.storage.k8s.io/v1, kind: VolumeSnapshot, metadata: {name: photos-" +
         std::string(day) +
         ", namespace: app}, spec: {source: {persistentVolumeClaimName: photos}}, status: {readyToUse: " +
         std::string(ready) + ", creationTime: \"2026-08-" + std::string(day) + "T01:00:00Z\"}}\n";
}
std::string Claim(std::string_view snapshot, std::string_view phase = "Bound",
                  std::string_view key = "dataSource") {
  return "---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: photos-copy, namespace: app}, "
         "spec: {" +
         std::string(key) +
         ": {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: " + std::string(snapshot) +
         "}}, status: {phase: " + std::string(phase) + "}}\n";
}
// A weekly drill of the config without a ConfigMap, whose Jobs have `volumes`.
std::string Drill(std::string_view volumes) {
  return "---\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: photos-test, namespace: app, "
         "creationTimestamp: "
         "\"2026-08-01T00:00:00Z\"}, spec: {schedule: \"0 4 * * 0\", jobTemplate: {spec: {template: {spec: "
         "{volumes: [" +
         std::string(volumes) + "]}}}}}}\n" + Job("16T04:00:00", "16T04:20:00", "", "photos-test");
}
constexpr std::string_view kPlan = "photos: {cronjob: photos-test, max_age: 3d}";
constexpr std::string_view kEphemeral =
    "{name: cache, emptyDir: {}}, {name: data, ephemeral: {volumeClaimTemplate: {spec: {dataSource: {kind: "
    "VolumeSnapshot, "
    "name: photos-11}}}}}";

TEST(SnapshotDrillTest, AVolumeThatIsMadeFromOneSnapshotEachTimeIsAReplay) {
  World world(Drill(kEphemeral) + Snapshot("11") + Snapshot("18") + Snapshot("21"), kPlan);
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-16T04:20:00Z");
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-11T01:00:00Z");
  EXPECT_EQ(Text(drill.untested_since), "2026-08-18T01:00:00Z");
  EXPECT_EQ(DeadlineOf(drill), "2026-08-21T01:00:00Z");
  EXPECT_EQ(drill.restores, (std::vector<ObjectKey>{{"", "app", "PersistentVolumeClaim", "photos"}}));
  EXPECT_EQ(drill.detail, "it tested VolumeSnapshot photos-11");
}

TEST(SnapshotDrillTest, AClaimThatItMountsIsARestoreOnceItIsBound) {
  const std::string drill = Drill("{name: data, persistentVolumeClaim: {claimName: photos-copy}}");
  World bound(drill + Claim("photos-11") + Snapshot("11"), kPlan);
  EXPECT_EQ(Text(bound.Drill().recovered_to), "2026-08-11T01:00:00Z");
  World newer_field(drill + Claim("photos-11", "Bound", "dataSourceRef") + Snapshot("11"), kPlan);
  EXPECT_EQ(Text(newer_field.Drill().recovered_to), "2026-08-11T01:00:00Z");
  World pending(drill + Claim("photos-11", "Pending") + Snapshot("11"), kPlan);
  EXPECT_EQ(Text(pending.Drill().recovered_to), "absent");
}

TEST(SnapshotDrillTest, AConfigMapMayNameASnapshot) {
  const std::string objects =
      Drill("") + Snapshot("16") + Snapshot("18", "false") +
      State("lastBackup: photos-16, lastSuccess: \"2026-08-16T04:19:00Z\"", "", "book");
  World world(objects, "photos: {cronjob: photos-test, configmap: book, max_age: 3d}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-16T01:00:00Z");
  EXPECT_EQ(Text(drill.untested_since), "absent") << "one that is not ready cannot be restored";
  EXPECT_EQ(drill.duration, std::chrono::minutes(20));
}

TEST(SnapshotDrillTest, ANameOfAnotherSystemsBackupNeedsNoObject) {
  World world(Drill("") + State("lastBackup: 4be1f3, lastSuccess: \"2026-08-16T04:19:00Z\"", "", "book"),
              "photos: {cronjob: photos-test, configmap: book, restores: [{system: restic, name: nas}]}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(drill.unread, std::vector<std::string>{});
  EXPECT_EQ(drill.detail, "it tested 4be1f3");
  EXPECT_FALSE(drill.backups_known);
}

TEST(SnapshotDrillTest, WhatADrillFailedToRestoreIsNotTested) {
  World world(
      Drill("") + Snapshot("16") + Snapshot("18") +
          State("lastBackup: photos-18, result: failed, testedAt: \"2026-08-18T04:00:00Z\"", "", "book"),
      "photos: {cronjob: photos-test, configmap: book, restores: [{system: longhorn, namespace: app, name: "
      "photos}]}");
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.recovered_to), "absent");
  EXPECT_EQ(Text(drill.last_failure), "2026-08-18T04:00:00Z");
  EXPECT_THAT(drill.detail, testing::Not(HasSubstr("tested")));
}

}  // namespace
}  // namespace lastgood::restore_tests
