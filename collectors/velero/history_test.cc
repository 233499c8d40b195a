#include <gtest/gtest.h>

#include "collectors/velero/velero_world.h"

namespace lastgood::velero {
namespace {

World Scheduled() { return World().Add(kLocation).Add(Schedule()); }

// `bytes` and `more` are YAML of the status.
std::string Upload(std::string_view kind, std::string_view name, std::string_view backup,
                   std::string_view phase, std::string_view more) {
  return "kind: " + std::string(kind) + "\nmetadata: {name: " + std::string(name) +
         ", namespace: velero, creationTimestamp: \"2026-08-21T02:00:30Z\", labels: "
         "{velero.io/backup-name: " +
         std::string(backup) +
         "}}\nspec: {sourceNamespace: app, sourcePVC: data, volume: data, pod: {namespace: app, name: "
         "db-0}}\n"
         "status: {phase: '" +
         std::string(phase) + "', " + std::string(more) + "}\n";
}

TEST(VeleroTest, ACompletedBackupTellsItsTimes) {
  World world = Scheduled();
  world.Add(Backup("2026-08-20", "Completed")).Add(Backup("2026-08-21", "Completed"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.last_success_start), "2026-08-21T02:00:04Z");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-21T02:07:34Z");
  EXPECT_EQ(track.last_success_duration, std::chrono::seconds(450));
  EXPECT_EQ(Text(track.recovery_point), "2026-08-21T02:00:04Z");
  EXPECT_EQ(Text(track.recovery_window_start), "2026-08-20T02:00:04Z");
  EXPECT_EQ(track.last_success_bytes, std::nullopt);
  EXPECT_EQ(track.destination, "default");
  EXPECT_EQ(track.retention, std::chrono::hours(720));
}

TEST(VeleroTest, PhasesAreCountedAsWhatTheyMean) {
  World world = Scheduled();
  int day = 10;
  for (const char* phase :
       {"Completed", "PartiallyFailed", "Failed", "FailedValidation", "", "New", "Queued", "ReadyToStart",
        "InProgress", "WaitingForPluginOperations", "WaitingForPluginOperationsPartiallyFailed", "Finalizing",
        "FinalizingPartiallyFailed", "Deleting"})
    world.Add(Backup("2026-07-" + std::to_string(day++), phase));
  const BackupCounts expected{.completed = 1, .partial = 1, .failed = 2, .running = 5, .pending = 4};
  EXPECT_EQ(world.OnlyTrack().counts, expected);
}

TEST(VeleroTest, APartialBackupIsAFailureAndNamesTheUploadThatFailed) {
  World world = Scheduled();
  world.Add(Backup("2026-08-20", "Completed"))
      .Add(Backup("2026-08-21", "PartiallyFailed", "errors: 2, warnings: 1"))
      .Add(Upload("DataUpload", "nightly-x7", "nightly-2026-08-21", "Failed", "message: disk full"))
      .Add(Upload("PodVolumeBackup", "nightly-p1", "nightly-2026-08-21", "Canceled", "progress: {}"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-20T02:07:34Z");
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T02:07:34Z");
  EXPECT_EQ(track.last_failure_message,
            "Backup nightly-2026-08-21: PartiallyFailed, 2 errors, 1 warning; PodVolumeBackup nightly-p1 of "
            "volume data of pod app/db-0: Canceled (and 1 more)");
}

TEST(VeleroTest, AFailedBackupTellsWhy) {
  World world = Scheduled();
  world.Add(Backup("2026-08-20", "Failed", "failureReason: found a backup with status InProgress"))
      .Add(Backup("2026-08-21", "FailedValidation",
                  "validationErrors: [storage location b is read-only, no such snapshot location]"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(track.counts->failed, 2);
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T02:00:04Z");
  EXPECT_EQ(track.last_failure_message,
            "Backup nightly-2026-08-21: FailedValidation; storage location b is read-only, no such snapshot "
            "location");
}

TEST(VeleroTest, WarningsAreNoFailureButAreTold) {
  World world = Scheduled();
  world.Add(Backup("2026-08-20", "Completed", "warnings: 9"))
      .Add(Backup("2026-08-21", "Completed",
                  "warnings: 1, csiVolumeSnapshotsAttempted: 3, csiVolumeSnapshotsCompleted: 1"));
  EXPECT_EQ(world.OnlyTrack().counts->completed, 2);
  EXPECT_EQ(world.OnlyTrack().last_failure, std::nullopt);
  const std::vector<std::string> notes = world.Object().notes;
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_NE(notes[0].find("nightly-2026-08-21 completed with 1 warning,"), std::string::npos) << notes[0];
  EXPECT_NE(notes[1].find("2 fewer volume snapshots"), std::string::npos) << notes[1];
  world.Add(Backup("2026-08-22", "Completed"));
  EXPECT_TRUE(world.Object().notes.empty()) << "only the newest good one counts";
}

TEST(VeleroTest, ACompletedBackupWithAFailedUploadIsPartial) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Completed"))
      .Add(Upload("DataUpload", "u", "nightly-2026-08-21", "Failed", "message: lost"));
  const BackupCounts expected{.partial = 1};
  EXPECT_EQ(world.OnlyTrack().counts, expected);
  EXPECT_EQ(world.OnlyTrack().recovery_point, std::nullopt);
  EXPECT_EQ(world.OnlyTrack().last_failure_message,
            "the Backup of 2026-08-21T02:00:04Z: it is Completed, but DataUpload u of app/data: lost");
}

TEST(VeleroTest, ABackupWhoseLocationIsGoneIsNoRecoveryPoint) {
  World world = World().Add(Schedule()).Add(Backup("2026-08-21", "Completed"));
  world.Add("{kind: BackupStorageLocation, metadata: {name: other, namespace: velero}, spec: {}}");
  EXPECT_EQ(world.OnlyTrack().counts->completed, 0);
  EXPECT_NE(world.OnlyTrack().last_failure_message.find("storage location default does not exist"),
            std::string::npos);
  world.Unread(world.tables.locations, "no BackupStorageLocation is in the dump");
  EXPECT_EQ(world.OnlyTrack().counts->completed, 1) << "unknown is not gone";
}

TEST(VeleroTest, TheSizeIsTheSumOfAllUploads) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Completed"))
      .Add(Upload("DataUpload", "a", "nightly-2026-08-21", "Completed", "progress: {totalBytes: 1000}"))
      .Add(Upload("DataUpload", "b", "nightly-2026-08-21", "Completed", "incrementalBytes: 7"))
      .Add(Upload("PodVolumeBackup", "c", "nightly-2026-08-21", "Completed", "progress: {totalBytes: 24}"));
  EXPECT_EQ(world.OnlyTrack().last_success_bytes, 1024U);
  EXPECT_EQ(world.OnlyTrack().last_success_transferred_bytes, 7U);
  world.Add(Upload("DataUpload", "d", "nightly-2026-08-21", "InProgress", "progress: {totalBytes: 5}"));
  EXPECT_EQ(world.OnlyTrack().last_success_bytes, std::nullopt);
}

TEST(VeleroTest, UploadsThatWereNotReadLeaveTheSizeUnknown) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Completed", "backupItemOperationsAttempted: 1"))
      .Add(Upload("PodVolumeBackup", "c", "nightly-2026-08-21", "Completed", "progress: {totalBytes: 24}"));
  world.Unread(world.tables.data_uploads, "no DataUpload is in the dump");
  EXPECT_EQ(world.OnlyTrack().last_success_bytes, std::nullopt);
}

TEST(VeleroTest, UploadsAreJoinedByTheirOwnersWholeName) {
  World world = Scheduled();
  world.Add(Backup("2026-08-21", "Completed"))
      .Add(
          "{kind: DataUpload, metadata: {name: a, namespace: velero, labels: {velero.io/backup-name: cut}, "
          "ownerReferences: [{kind: Backup, name: nightly-2026-08-21}]}, "
          "status: {phase: Completed, progress: {totalBytes: 9}}}");
  EXPECT_EQ(world.OnlyTrack().last_success_bytes, 9U);
}

TEST(VeleroTest, AStuckBackupBlocksItsScheduleAndNamesTheUploadThatHangs) {
  World world = World().Add(kLocation).Add(
      Schedule("schedule: 0 2 * * *, template: {}", "phase: Enabled, lastBackup: \"2026-08-19T02:00:03Z\""));
  world.Add(Backup("2026-08-19", "InProgress", "progress: {totalItems: 400, itemsBackedUp: 120}"))
      .Add(Upload("DataUpload", "young", "nightly-2026-08-19", "Accepted",
                  "acceptedTimestamp: \"2026-08-19T02:04:00Z\""))
      .Add(Upload("DataUpload", "old", "nightly-2026-08-19", "InProgress",
                  "startTimestamp: \"2026-08-19T02:01:00Z\", progress: {totalBytes: 2048, bytesDone: 1024}"));
  const Track track = world.OnlyTrack();
  EXPECT_EQ(Text(track.running_since), "2026-08-19T02:00:03Z");
  EXPECT_EQ(
      track.running_detail,
      "Backup nightly-2026-08-19 is InProgress (120 of 400 items): DataUpload old of app/data is "
      "InProgress since 2026-08-19T02:01:00Z, 1.0 KiB of 2.0 KiB; until nightly-2026-08-19 ends, Velero "
      "makes no new backup of this schedule, and the run of 2026-08-20T02:00:00Z waits");
}

TEST(VeleroTest, OnlyWhatVeleroItselfWaitsForBlocks) {
  for (const char* phase : {"", "New", "InProgress"})
    EXPECT_NE(Scheduled().Add(Backup("2026-08-21", phase)).OnlyTrack().running_detail.find("no new backup"),
              std::string::npos)
        << phase;
  for (const char* phase : {"Queued", "ReadyToStart", "WaitingForPluginOperations", "Finalizing"}) {
    const Track track = Scheduled().Add(Backup("2026-08-21", phase)).OnlyTrack();
    EXPECT_TRUE(track.running_since.has_value()) << phase;
    EXPECT_EQ(track.running_detail.find("no new backup"), std::string::npos) << phase;
  }
}

TEST(VeleroTest, BackupsOfSchedulesThatAreNotHereMakeNoObject) {
  World world = Scheduled();
  world.Add(Imported("2026-08-21", "Completed", "of-the-other-cluster"))
      .Add("{kind: Backup, metadata: {name: by-hand, namespace: velero}, status: {phase: Completed}}");
  EXPECT_EQ(world.Object().key, (ObjectKey{"velero", "velero", "Schedule", "nightly"}));
  EXPECT_EQ(world.OnlyTrack().counts, BackupCounts{});
}

TEST(VeleroTest, AnotherClustersBackupsOfTheSameNameDoNotHideThatOursFail) {
  World world = Scheduled();
  world.Add(Backup("2026-08-19", "Completed"))
      .Add(Backup("2026-08-20", "Failed"))
      .Add(Backup("2026-08-21", "Failed"))
      .Add(Imported("2026-08-20", "Completed"))
      .Add(Imported("2026-08-21", "Completed"));
  EXPECT_EQ(Text(world.OnlyTrack().last_success_finish), "2026-08-19T02:07:34Z");
  ASSERT_EQ(world.Object().notes.size(), 1U);
  EXPECT_NE(world.Object().notes[0].find("2 backups of this name in the bucket are not counted"),
            std::string::npos);
}

TEST(VeleroTest, ImportedBackupsThatTheScheduleMayHaveMadeCount) {
  World world = Scheduled();  // its Backup objects were lost, and Velero found them in the bucket again
  world
      .Add(Imported("2026-06-30", "Completed"))  // before it was created
      .Add(Imported("2026-08-19", "Completed"))
      .Add(Backup("2026-08-20", "Completed"))
      .Add(Imported("2026-08-22", "Completed"));  // later than its last backup
  EXPECT_EQ(world.OnlyTrack().counts->completed, 2);
  EXPECT_EQ(Text(world.OnlyTrack().recovery_window_start), "2026-08-19T02:00:04Z");
}

TEST(VeleroTest, AScheduleThatNeverRanHasNoImportedSuccess) {
  World world = World().Add(kLocation).Add(Schedule("schedule: 0 2 * * *, template: {}", "phase: Enabled"));
  world.Add(Imported("2026-08-20", "Completed"));
  EXPECT_EQ(world.OnlyTrack().counts, BackupCounts{});
}

TEST(VeleroTest, OnlyBackupsInTheDumpStillMakeObjects) {
  World world = World().Add(Backup("2026-08-21", "Completed"));
  world.Unread(world.tables.schedules, "no Schedule is in the dump")
      .Unread(world.tables.locations, "no BackupStorageLocation is in the dump");
  const ObjectFacts object = world.Object();
  EXPECT_EQ(object.key, (ObjectKey{"velero", "velero", "Schedule", "nightly"}));
  EXPECT_EQ(object.protection, std::nullopt);
  EXPECT_EQ(object.unread, std::vector<std::string>{"no Schedule is in the dump"});
  EXPECT_EQ(object.tracks.at(0).counts->completed, 1);
}

}  // namespace
}  // namespace lastgood::velero
