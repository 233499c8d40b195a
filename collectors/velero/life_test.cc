// Backups that hold nothing, that have expired, that are being deleted; repositories that nobody maintains.
#include <gtest/gtest.h>

#include "collectors/velero/velero_world.h"

namespace lastgood::velero {
namespace {

World With(std::string_view more, std::string_view spec = "schedule: 0 2 * * *, template: {ttl: 720h0m0s}",
           std::string_view status = "phase: Enabled, lastBackup: \"2026-08-21T02:00:03Z\"") {
  return World().Add(std::string(kLocation) + "---\n" + Schedule(spec, status) +
                     (more.empty() ? "" : "---\n") + std::string(more));
}

TEST(VeleroLifeTest, ABackupThatHoldsNoItemIsNoSuccess) {
  const Track track = With(Backup("2026-08-21", "Completed", "progress: {}")).OnlyTrack();
  EXPECT_EQ(track.counts->completed, 0);
  EXPECT_EQ(track.recovery_point, std::nullopt);
  EXPECT_EQ(
      track.last_failure_message,
      "Backup nightly-2026-08-21: it is Completed, but holds 0 items: nothing of what it asks for exists");
  EXPECT_EQ(With(Backup("2026-08-21", "Completed", "progress: {totalItems: 9, itemsBackedUp: 9}"))
                .OnlyTrack()
                .counts->completed,
            1);
}

TEST(VeleroLifeTest, ABackupBeforeAnEmptyOneStaysTheNewest) {
  const Track track = With(Backup("2026-08-20", "Completed") + "---\n" +
                           Backup("2026-08-21", "Completed", "progress: {totalItems: 7}"))
                          .OnlyTrack();
  EXPECT_EQ(Text(track.recovery_point), "2026-08-20T02:00:04Z");
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T02:07:34Z");
}

TEST(VeleroLifeTest, ARestoreOfNoItemIsNoProof) {
  const World world = With(
      Backup("2026-08-20", "Completed") +
      "---\nkind: Restore\nmetadata: {name: drill, namespace: velero}\nspec: {scheduleName: "
      "nightly}\nstatus: {phase: Completed, completionTimestamp: \"2026-08-21T03:00:00Z\", progress: {}}\n");
  const RestoreTestFacts test = world.All().restore_tests.at(0);
  EXPECT_EQ(test.last_success, std::nullopt);
  EXPECT_EQ(test.last_failure_message, "Restore drill: it is Completed, but restored 0 items");
}

constexpr std::string_view kWeekly = "schedule: 0 2 * * 0, template: {ttl: 72h0m0s}";

TEST(VeleroLifeTest, AnExpiredBackupIsNoRecoveryPoint) {
  const Track track =
      With(Backup("2026-08-16", "Completed", "expiration: \"2026-08-19T02:00:03Z\""), kWeekly).OnlyTrack();
  EXPECT_EQ(track.recovery_point, std::nullopt);
  EXPECT_EQ(Text(track.expires), "2026-08-19T02:00:03Z");
  EXPECT_EQ(track.kept_for, std::chrono::hours(72));
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-16T02:07:34Z");
}

TEST(VeleroLifeTest, WhatHasNotExpiredIsLeft) {
  const Track track =
      With(Backup("2026-08-20", "Completed", "expiration: \"2026-09-19T02:00:03Z\"") + "---\n" +
           Backup("2026-08-21", "Completed", "expiration: \"2026-08-21T08:00:03Z\""))
          .OnlyTrack();
  EXPECT_EQ(Text(track.recovery_point), "2026-08-20T02:00:04Z");
  EXPECT_EQ(Text(track.expires), "2026-09-19T02:00:03Z");
}

TEST(VeleroLifeTest, WhenAllBackupsAreGoneByTheirTimeTheScheduleTellsOfThem) {
  const std::string_view status = "phase: Enabled, lastBackup: \"2026-08-16T02:00:03Z\"";
  const Track track = With("", kWeekly, status).OnlyTrack();
  EXPECT_EQ(Text(track.expires), "2026-08-19T02:00:03Z");
  EXPECT_EQ(Text(track.last_success_at_most), "2026-08-16T02:00:03Z");
  EXPECT_EQ(With("", "schedule: 0 2 * * 0, template: {ttl: 720h0m0s}", status).OnlyTrack().expires,
            std::nullopt)
      << "they cannot have expired yet";
}

TEST(VeleroLifeTest, ABackupOfTheFutureCountsOnlyWhereThereIsNoOther) {
  const Track track =
      With(Backup("2026-08-21", "Completed") + "---\n" + Backup("2027-08-21", "Completed")).OnlyTrack();
  EXPECT_EQ(Text(track.recovery_point), "2026-08-21T02:00:04Z");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-21T02:07:34Z");
  EXPECT_EQ(Text(track.ahead), "2027-08-21T02:07:34Z");
  EXPECT_EQ(Text(With(Backup("2027-08-21", "Completed")).OnlyTrack().last_success_finish),
            "2027-08-21T02:07:34Z");
}

TEST(VeleroLifeTest, ARunThatVeleroDoesNotStartIsTheCause) {
  const Track track = With(Backup("2026-08-18", "Completed"), "schedule: 0 2 * * *, template: {}",
                           "phase: Enabled, lastBackup: \"2026-08-18T02:00:03Z\"")
                          .OnlyTrack();
  EXPECT_EQ(track.why_late,
            "the run of 2026-08-19T02:00:00Z was due, and Velero has not started it: look at its server "
            "(kubectl -n velero get deployments,pods)");
  EXPECT_EQ(With(Backup("2026-08-21", "Completed")).OnlyTrack().why_late, "");
}

TEST(VeleroLifeTest, BackupsThatAreBeingDeletedForLongAreSaid) {
  const World world = With(Backup("2026-08-20", "Completed") + "---\n" +
                           Backup("2026-07-02", "Deleting", "expiration: \"2026-08-01T02:00:03Z\""));
  ASSERT_EQ(world.Object().notes.size(), 1U);
  EXPECT_EQ(world.Object().notes[0],
            "1 Backup is being deleted, nightly-2026-07-02 since it expired at 2026-08-01T02:00:03Z: if that "
            "does not end, look at kubectl -n velero get deletebackuprequests.velero.io");
}

TEST(VeleroLifeTest, TwoInstallationsAtOnePlaceAreSaid) {
  std::string other(kLocation);
  other.replace(other.find("namespace: velero"), 17, "namespace: second");
  ASSERT_EQ(With(other).Object().notes.size(), 1U);
  EXPECT_NE(With(other).Object().notes[0].find("velero/default and second/default write to the same place"),
            std::string::npos);
}

std::string Repository(std::string_view spec, std::string_view status) {
  return "kind: BackupRepository\nmetadata: {name: app-default-kopia-x, namespace: velero, "
         "creationTimestamp: \"2026-06-01T00:00:00Z\"}\nspec: {backupStorageLocation: default, "
         "repositoryType: kopia, volumeNamespace: app" +
         std::string(spec) + "}\nstatus: {phase: Ready" + std::string(status) + "}\n";
}
DestinationFacts RepositoryOf(const World& world) {
  const Facts facts = world.All();
  for (const DestinationFacts& destination : facts.destinations)
    if (destination.name.starts_with("kopia/")) return destination;
  ADD_FAILURE();
  return {};
}
constexpr std::string_view kFailed =
    ", lastMaintenanceTime: \"2026-07-28T05:00:00Z\", recentMaintenance: [{startTimestamp: "
    "\"2026-08-21T11:00:00Z\", result: Failed, message: maintenance must be run by designated user}]";

TEST(VeleroLifeTest, ARepositoryMustBeMaintained) {
  const DestinationFacts found = RepositoryOf(With(Repository(", maintenanceFrequency: 1h0m0s", kFailed)));
  EXPECT_EQ(Text(found.maintenance_deadline), "2026-07-30T06:00:00Z");
  EXPECT_EQ(found.maintenance_detail,
            "the newest maintenance failed: maintenance must be run by designated user");
  EXPECT_EQ(Text(RepositoryOf(With(Repository("", ""))).maintenance_deadline), "2026-06-03T01:00:00Z")
      << "by default each hour, and the first one after it was made";
}

TEST(VeleroLifeTest, ARepositoryInAReadOnlyLocationIsLeftAlone) {
  std::string location(kLocation);
  location.replace(location.find("default: true"), 13, "default: true, accessMode: ReadOnly");
  World world;
  world.Add(location + "---\n" + Repository("", kFailed));
  EXPECT_EQ(RepositoryOf(world).maintenance_deadline, std::nullopt);
  World unread;
  unread.Add(Repository("", ", lastMaintenanceTime: \"2026-07-28T05:00:00Z\""));
  unread.Unread(unread.tables.locations, "no BackupStorageLocation is in the dump");
  EXPECT_EQ(RepositoryOf(unread).maintenance_deadline, std::nullopt) << "its location may be read-only";
}

}  // namespace
}  // namespace lastgood::velero
