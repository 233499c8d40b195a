// What movers tell of themselves: forks' movers, syncs that did nothing, restores for once.
#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "collectors/volsync/volsync.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

std::string Text(const std::optional<Time>& time) { return time ? FormatRfc3339(*time) : "absent"; }

std::string Object(std::string_view kind, std::string_view spec, std::string_view status,
                   std::string_view name = "data") {
  return "apiVersion: volsync.backube/v1alpha1\nkind: " + std::string(kind) +
         "\nmetadata: {name: " + std::string(name) +
         ", namespace: app, creationTimestamp: \"2026-07-01T00:00:00Z\"}\nspec: {" + std::string(spec) +
         "}\nstatus: {" + std::string(status) + "}\n---\n";
}
std::string Source(std::string_view mover, std::string_view status) {
  return Object("ReplicationSource", "sourcePVC: data, trigger: {schedule: '0 3 * * *'}" + std::string(mover),
                status);
}
std::string Synced(std::string_view logs, std::string_view time = "2026-08-21T03:01:10Z") {
  return "lastSyncTime: \"" + std::string(time) +
         "\", lastSyncDuration: 1m10s, latestMoverStatus: {result: Successful, logs: \"" + std::string(logs) +
         "\"}";
}
Facts Of(const std::string& manifests) {
  TempDir folder;
  folder.Write("all.yaml", manifests);
  const Collected collected =
      KubernetesFixture{&MakeVolsyncCollectors, folder.path(), "2026-08-21T12:00:00Z"}.Pass();
  EXPECT_EQ(AllMessages(collected.problems), "");
  return collected.facts;
}

TEST(VolsyncMoverTest, TheKopiaMoverIsASourceLikeAnyOther) {
  const ObjectFacts object = FindObject(
      Of(Source(", kopia: {repository: photos-secret}", Synced("snapshot 58391a18 saved"))), "data");
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.tracks.at(0).method, "kopia");
  EXPECT_EQ(object.tracks.at(0).destination, "photos-secret");
  EXPECT_EQ(Text(object.tracks.at(0).recovery_point), "2026-08-21T03:00:00Z");
}

TEST(VolsyncMoverTest, AMoverThatIsNotKnownIsNotCalledImpossible) {
  const ObjectFacts object = FindObject(Of(Source(", borg: {repository: x}", Synced(""))), "data");
  EXPECT_EQ(object.protection, std::nullopt);
  ASSERT_EQ(object.unread.size(), 1U);
  EXPECT_EQ(object.unread[0], "\"borg\" is a mover that lastgood does not know");
  EXPECT_EQ(FindObject(Of(Source("", "")), "data").protection, Protection::kImpossible);
}

TEST(VolsyncMoverTest, ASyncThatSkippedAnEmptyVolumeIsNoSuccess) {
  for (const char* logs : {"== Checking directory for content ===\\n== Directory is empty skipping backup "
                           "===\\nRestic completed in 1s",
                           "kopia\\nOPERATION_RESULT: FAILURE, EXIT_CODE: 0"}) {
    const Track track =
        FindObject(Of(Source(", restic: {repository: store}", Synced(logs))), "data").tracks.at(0);
    EXPECT_EQ(track.last_success_finish, std::nullopt) << logs;
    EXPECT_EQ(track.recovery_point, std::nullopt);
    EXPECT_EQ(Text(track.last_failure), "2026-08-21T03:01:10Z");
    EXPECT_EQ(Text(track.last_success_at_most), "2026-08-21T03:01:10Z")
        << "an earlier one may have been good";
  }
  const Track track =
      FindObject(
          Of(Source(", restic: {repository: store}", Synced("== Directory is empty skipping backup ==="))),
          "data")
          .tracks.at(0);
  EXPECT_EQ(track.last_failure_message,
            "VolSync calls it a success, but the mover did nothing: \"== Directory is empty skipping backup "
            "===\"");
}

TEST(VolsyncMoverTest, TwoClaimsInOneResticRepositoryCannotBeToldApart) {
  const auto both = [](std::string_view mover, std::string_view claim) {
    const std::string spec = ", trigger: {schedule: '0 3 * * *'}, " + std::string(mover);
    return FindObject(
        Of(Object("ReplicationSource", "sourcePVC: data" + spec, Synced("saved"), "data") +
           Object("ReplicationSource", "sourcePVC: " + std::string(claim) + spec, Synced("saved"), "other")),
        "data");
  };
  const ObjectFacts shared = both("restic: {repository: store}", "photos");
  EXPECT_EQ(shared.protection, Protection::kImpossible);
  EXPECT_NE(shared.protection_detail.find(
                "ReplicationSource other writes claim photos to the same restic repository (Secret store)"),
            std::string::npos);
  EXPECT_EQ(both("restic: {repository: store}", "data").protection, Protection::kScheduled) << "of one claim";
  EXPECT_EQ(both("kopia: {repository: store}", "photos").protection, Protection::kScheduled)
      << "kopia's mover names each source";
}

TEST(VolsyncMoverTest, ASyncThatVolSyncDoesNotStartIsTheCause) {
  const Track track =
      FindObject(Of(Source(", restic: {repository: store}", "nextSyncTime: \"2026-08-20T03:00:00Z\", " +
                                                                Synced("saved", "2026-08-19T03:01:10Z"))),
                 "data")
          .tracks.at(0);
  EXPECT_EQ(track.why_late,
            "the sync of 2026-08-20T03:00:00Z (status.nextSyncTime) was due, and VolSync has not started it: "
            "look at its controller");
}

constexpr std::string_view kOnce = "trigger: {manual: restore-once}, restic: {repository: store}";

TEST(VolsyncMoverTest, ARestoreForOnceThatEndedWellIsNoStandby) {
  EXPECT_TRUE(Of(Object("ReplicationDestination", kOnce,
                        "lastManualSync: restore-once, " + Synced("restoring snapshot 1")))
                  .objects.empty());
  EXPECT_EQ(FindObject(Of(Object("ReplicationDestination", kOnce, "")), "data").protection,
            Protection::kStandby)
      << "it has not ended";
}

TEST(VolsyncMoverTest, ARestoreThatFoundNoSnapshotIsTold) {
  const std::string found_none = Object(
      "ReplicationDestination", kOnce,
      "lastManualSync: restore-once, " +
          Synced("No eligible snapshots found\\n=== No data will be restored ===", "2026-07-01T00:05:00Z"),
      "copy");
  const ObjectFacts object = FindObject(Of(found_none), "copy");
  EXPECT_NE(object.tracks.at(0).last_failure_message.find("No eligible snapshots found"), std::string::npos);
  EXPECT_EQ(object.tracks.at(0).recovery_point, std::nullopt);
  EXPECT_EQ(object.protection, Protection::kContinuous) << "a standby would not be judged";
  // A claim that is filled from a repository which is still empty: its source has written there since.
  EXPECT_EQ(Of(found_none + Source(", restic: {repository: store}", Synced("saved"))).objects.size(), 1U);
}

}  // namespace
}  // namespace lastgood
