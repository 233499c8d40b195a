#include <gtest/gtest.h>

#include "collectors/longhorn/attempts.h"
#include "collectors/longhorn/longhorn_world.h"

namespace lastgood::longhorn {
namespace {

World Scheduled() { return World().Add(kTarget).Add(kDaily).Add(Volume()); }

TEST(LonghornTest, ACompletedBackupTellsItsTimesAndSizes) {
  World world = Scheduled();
  world.Add(Backup("2026-08-20", "Completed", "size: '900', newlyUploadDataSize: '30'"))
      .Add(Backup("2026-08-21", "Completed", "size: '1000', newlyUploadDataSize: '40'"))
      .Add(Backup("2026-08-19", "Completed", "size: '800'"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.method, "backup");
  EXPECT_EQ(Text(track.last_success_start), "2026-08-21T01:00:05Z");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-21T01:00:43Z");
  EXPECT_EQ(track.last_success_duration, std::chrono::seconds(38));
  EXPECT_EQ(track.last_success_bytes, 1000U);
  EXPECT_EQ(track.last_success_transferred_bytes, 40U);
  EXPECT_EQ(track.typical_bytes, 800U);  // of the two before it
  EXPECT_EQ(Text(track.recovery_point), "2026-08-21T01:00:05Z");
  EXPECT_EQ(Text(track.recovery_window_start), "2026-08-19T01:00:05Z");
  EXPECT_EQ(track.counts->completed, 3);
}

TEST(LonghornTest, StatesAreCountedAsWhatTheyMean) {
  World world = Scheduled();
  world.Add(Backup("2026-08-10", ""))
      .Add(Backup("2026-08-11", "Pending"))
      .Add(Backup("2026-08-12", "InProgress", "progress: 42"))
      .Add(Backup("2026-08-13", "Unknown"))
      .Add(Backup("2026-08-14", "Error", "error: no space"))
      .Add(Backup("2026-08-15", "Deleting"));
  const BackupCounts expected{.completed = 0, .partial = 0, .failed = 1, .running = 2, .pending = 2};
  EXPECT_EQ(world.OnlyTrack().counts, expected);
}

TEST(LonghornTest, AFailedBackupIsJoinedByItsLabelAndTellsItsJob) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Error",
                   "error: connection refused, size: '', volumeName: '', labels: null, lastSyncedAt: "
                   "'2026-08-21T01:02:00Z'"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T01:02:00Z");
  EXPECT_EQ(track.last_failure_message, "Backup backup-2026-08-21 (RecurringJob daily): connection refused");
  EXPECT_EQ(track.last_success_bytes, std::nullopt);
}

TEST(LonghornTest, AFailureWithoutTextTakesItsSnapshots) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Error"));
  world.Add(
      "{kind: Snapshot, metadata: {name: snap-2026-08-21, namespace: longhorn-system}, status: {error: lost "
      "connection to pvc-2c84-e-0}}");
  EXPECT_EQ(world.OnlyTrack().last_failure_message,
            "Backup backup-2026-08-21 (RecurringJob daily): snapshot: lost connection to pvc-2c84-e-0");
}

TEST(LonghornTest, ACompleteBackupWithoutItsEndRestoresZerosAndIsNoSuccess) {
  World world = Scheduled();
  world.Add(
      R"({kind: Backup, metadata: {name: b, namespace: longhorn-system, labels: {backup-volume: pvc-2c84}},
                status: {state: Completed, snapshotCreatedAt: "2026-08-21T01:00:05Z", backupCreatedAt: ""}})");
  const BackupCounts expected{.partial = 1};
  EXPECT_EQ(world.OnlyTrack().counts, expected);
  EXPECT_EQ(world.OnlyTrack().recovery_point, std::nullopt);
}

TEST(LonghornTest, ABackupOfNoByteIsNoSuccess) {
  World world;
  world.Add(std::string(kTarget) + "---\n" + std::string(kDaily) + "---\n" + Volume() + "---\n" +
            Backup("2026-08-21", "Completed", "size: \"0\""));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.counts->completed, 0);
  EXPECT_EQ(track.recovery_point, std::nullopt);
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T01:00:43Z");
  EXPECT_EQ(
      track.last_failure_message,
      "the Backup of 2026-08-21T01:00:05Z: it is Completed, but holds 0 bytes: nothing was written to the "
      "volume");
}

TEST(LonghornTest, TheOldestUnfinishedBackupIsTold) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Pending")).Add(Backup("2026-08-20", "InProgress", "progress: 42"));
  EXPECT_EQ(Text(world.OnlyTrack().running_since), "2026-08-20T01:00:06Z");
  EXPECT_EQ(world.OnlyTrack().running_detail,
            "Backup backup-2026-08-20 (RecurringJob daily) is InProgress at 42 %");
}

TEST(LonghornTest, BackupsOfADeletedVolumeMakeNoObject) {
  World world = Scheduled();
  world.Add(
      "{kind: Backup, metadata: {name: b, namespace: longhorn-system, labels: {backup-volume: gone}}, "
      "status: {state: Error}}");
  EXPECT_EQ(world.Object().key.name, "data");
  EXPECT_EQ(world.OnlyTrack().counts, BackupCounts{});
}

TEST(LonghornTest, OnlyBackupsInTheDumpStillMakeObjects) {
  World world =
      World().Add(Backup("2026-08-21", "Completed",
                         "labels: {KubernetesStatus: '{\"namespace\":\"app\",\"pvcName\":\"data\"}'}"));
  world.Unread(world.tables.volumes, "no Volume is in the dump")
      .Unread(world.tables.jobs, "no RecurringJob is in the dump");
  const ObjectFacts object = world.Object();
  EXPECT_EQ(object.key, (ObjectKey{"longhorn", "app", "PersistentVolumeClaim", "data"}));
  EXPECT_EQ(object.protection, std::nullopt);
  EXPECT_EQ(object.unread.size(), 2U);
  EXPECT_EQ(object.tracks.at(0).counts->completed, 1);
}

TEST(LonghornTest, HistoricalOrBrokenClaimStatusLeavesTheVolume) {
  for (const std::string_view status :
       {R"({\"namespace\":\"app\",\"pvcName\":\"data\",\"lastPVCRefAt\":\"2026-01-01T00:00:00Z\"})", "{[",
        "7", R"({\"namespace\":7})"}) {
    World world = World().Add(
        Backup("2026-08-21", "Completed", "labels: {KubernetesStatus: \"" + std::string(status) + "\"}"));
    world.Unread(world.tables.volumes, "no Volume is in the dump");
    EXPECT_EQ(world.Object().key.kind, "Volume") << status;
  }
}

}  // namespace
}  // namespace lastgood::longhorn
