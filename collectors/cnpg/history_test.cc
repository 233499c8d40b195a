#include <gtest/gtest.h>

#include "collectors/cnpg/cnpg_world.h"

namespace lastgood::cnpg {
namespace {

World Scheduled() { return World().Add(kPluginCluster).Add(kDaily); }

TEST(CnpgTest, TheNewestCompletedBackupIsTheLastSuccess) {
  World world = Scheduled();
  world.Add(BackupOn("2026-08-20", "completed")).Add(BackupOn("2026-08-19", "completed"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.last_success_start), "2026-08-20T00:00:03Z");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-20T00:01:10Z");
  EXPECT_EQ(track.last_success_duration, std::chrono::seconds(67));
  EXPECT_EQ(track.typical_duration, std::chrono::seconds(67));
  EXPECT_EQ(Text(track.recovery_point), "2026-08-20T00:01:10Z");
  EXPECT_EQ(track.counts->completed, 2);
}

TEST(CnpgTest, AClusterThatWasNeverBackedUpHasZeroCompletedBackups) {
  const Track track = Scheduled().OnlyTrack();
  ASSERT_TRUE(track.counts.has_value());
  EXPECT_EQ(track.counts->completed, 0);
}

TEST(CnpgTest, PhasesAreCountedAsWhatTheyMean) {
  World world = Scheduled();
  world.Add(BackupOn("2026-08-10", "failed", "plugin", "error: no space"))
      .Add(BackupOn("2026-08-11", "'invalid backup definition'"))
      .Add(BackupOn("2026-08-12", "pending"))
      .Add(BackupOn("2026-08-13", "''"))
      .Add(BackupOn("2026-08-14", "started"))
      .Add(BackupOn("2026-08-15", "running"))
      .Add(BackupOn("2026-08-16", "finalizing"))
      .Add(BackupOn("2026-08-17", "walArchivingFailing"))
      .Add(BackupOn("2026-08-18", "some new phase"));
  const BackupCounts expected{.completed = 0, .partial = 0, .failed = 2, .running = 5, .pending = 2};
  EXPECT_EQ(world.OnlyTrack().counts, expected);
}

TEST(CnpgTest, AFailureCarriesItsNameAndItsCause) {
  World world = Scheduled();
  world.Add(BackupOn("2026-08-19", "completed"))
      .Add(BackupOn("2026-08-20", "failed", "plugin", "error: no space"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.last_failure), "2026-08-20T00:00:01Z");
  EXPECT_EQ(track.last_failure_message, "Backup daily-2026-08-20: no space");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-19T00:01:10Z");
}

TEST(CnpgTest, AStuckBackupBlocksItsSchedule) {
  World world = Scheduled();
  world.Add(BackupOn("2026-08-17", "running"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.running_since), "2026-08-17T00:00:01Z");
  EXPECT_EQ(track.running_detail,
            "Backup daily-2026-08-17 is running; until it ends, ScheduledBackup daily makes no new one");
}

TEST(CnpgTest, LaterBackupsQueueBehindOneWhoseWalIsNotArchived) {
  World world = Scheduled();
  world.Add(BackupOn("2026-08-17", "walArchivingFailing", "plugin", "error: exit status 4"))
      .Add(BackupOn("2026-08-18", "pending"))
      .Add(BackupOn("2026-08-19", "pending"));
  EXPECT_EQ(world.OnlyTrack().running_detail,
            "Backup daily-2026-08-17 is walArchivingFailing (exit status 4); until it ends, ScheduledBackup "
            "daily makes no new one; 2 later Backups wait behind it");
}

TEST(CnpgTest, AnInFlightBackupOfAnOlderOperatorCountsFromItsCreation) {
  World world = Scheduled();
  world.Add(R"({kind: Backup, metadata: {name: b, namespace: app, creationTimestamp: "2026-08-20T11:00:00Z"},
                spec: {cluster: {name: pg}, method: plugin}})");
  EXPECT_EQ(Text(world.OnlyTrack().running_since), "2026-08-20T11:00:00Z");
  EXPECT_EQ(world.OnlyTrack().running_detail, "Backup b is pending");
}

constexpr std::string_view kSnapshotCluster = R"(
{kind: Cluster, metadata: {name: pg, namespace: app, creationTimestamp: "2026-06-01T00:00:00Z"},
 spec: {backup: {volumeSnapshot: {className: csi}}}}
---
{kind: ScheduledBackup, metadata: {name: daily, namespace: app},
 spec: {schedule: "@daily", cluster: {name: pg}, method: volumeSnapshot}}
)";
constexpr std::string_view kElement = "snapshotBackupStatus: {elements: [{name: daily-snap, type: PG_DATA}]}";

TEST(CnpgTest, ASnapshotHoldsTheDataOfItsStart) {
  World world = World().Add(kSnapshotCluster);
  world.Add(BackupOn("2026-08-20", "completed", "volumeSnapshot", kElement))
      .Add(
          "{kind: VolumeSnapshot, metadata: {name: daily-snap, namespace: app}, status: {readyToUse: true}}");
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.destination, "csi");
  EXPECT_EQ(Text(track.recovery_point), "2026-08-20T00:00:03Z");
  EXPECT_EQ(track.counts->completed, 1);
}

TEST(CnpgTest, ACompletedBackupWhoseSnapshotWasDeletedIsNoRecoveryPoint) {
  World world = World().Add(kSnapshotCluster);
  world.Add(BackupOn("2026-08-20", "completed", "volumeSnapshot", kElement));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.counts->completed, 0);
  EXPECT_EQ(track.counts->partial, 1);
  EXPECT_EQ(track.recovery_point, std::nullopt);
  EXPECT_EQ(track.last_failure_message,
            "Backup daily-2026-08-20: completed, but its VolumeSnapshot (of 1, the first is daily-snap) was "
            "deleted");
}

TEST(CnpgTest, ASnapshotThatIsNotReadyIsNoRecoveryPoint) {
  World world = World().Add(kSnapshotCluster);
  world.Add(BackupOn("2026-08-20", "completed", "volumeSnapshot"))
      .Add(
          R"({kind: VolumeSnapshot, metadata: {name: s, namespace: app, labels: {cnpg.io/backupName: daily-2026-08-20}},
               status: {readyToUse: false, error: {message: out of quota}}})");
  EXPECT_EQ(world.OnlyTrack().counts->partial, 1);
  EXPECT_EQ(world.OnlyTrack().last_failure_message,
            "Backup daily-2026-08-20: completed, but its VolumeSnapshot is not ready to use: out of quota");
}

TEST(CnpgTest, WithoutVolumeSnapshotsInTheDumpTheBackupIsBelievedAndTheDoubtTold) {
  World world = World().Add(kSnapshotCluster);
  world.Add(BackupOn("2026-08-20", "completed", "volumeSnapshot", kElement));
  world.Unread(world.tables.snapshots, "no VolumeSnapshot is in the dump");
  EXPECT_EQ(world.OnlyTrack().counts->completed, 1);
  EXPECT_EQ(world.Object().unread, std::vector<std::string>{"no VolumeSnapshot is in the dump"});
}

}  // namespace
}  // namespace lastgood::cnpg
