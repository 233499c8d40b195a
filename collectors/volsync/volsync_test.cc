#include "collectors/volsync/volsync.h"

#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

const std::string kTestdata = LASTGOOD_SOURCE_DIR "/collectors/volsync/testdata/";

KubernetesFixture Over(const std::string& folder) {
  return {&MakeVolsyncCollectors, folder, "2026-08-21T12:00:00Z"};
}
std::string Text(const std::optional<Time>& time) { return time ? FormatRfc3339(*time) : "absent"; }

// Facts of one ReplicationSource app/data with a restic mover; `spec` and `status` are YAML.
Facts Source(std::string_view spec, std::string_view status, std::string_view annotations = "") {
  TempDir folder;
  folder.Write(
      "s.yaml",
      "apiVersion: volsync.backube/v1alpha1\nkind: ReplicationSource\nmetadata: {name: data, namespace: "
      "app, creationTimestamp: \"2026-07-01T00:00:00Z\", annotations: {" +
          std::string(annotations) + "}}\nspec: {sourcePVC: data, restic: {repository: store}" +
          (spec.empty() ? "" : ", ") + std::string(spec) + "}\nstatus: {" + std::string(status) + "}\n");
  return Over(folder.path()).Pass().facts;
}
constexpr std::string_view kDaily = "trigger: {schedule: \"0 3 * * *\"}";

TEST(VolsyncTest, ALabIsReadFromItsManifests) {
  const Collected collected = Over(kTestdata + "home.yaml").Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_EQ(AllMessages(collected.problems), "");
  ASSERT_EQ(collected.facts.objects.size(), 3U);
  EXPECT_EQ(FindObject(collected.facts, "photos").protection, Protection::kScheduled);
  EXPECT_EQ(FindObject(collected.facts, "wiki").tracks.at(0).method, "rsyncTLS");
  EXPECT_EQ(FindObject(collected.facts, "wiki-copy").protection, Protection::kStandby);
}

TEST(VolsyncTest, ASyncThatSucceededTellsItsTimes) {
  const Facts facts = Source(kDaily,
                             "lastSyncTime: \"2026-08-21T03:04:00Z\", lastSyncDuration: 3m50s, nextSyncTime: "
                             "\"2026-08-22T03:00:00Z\", latestMoverStatus: {result: Successful}");
  const ObjectFacts object = FindObject(facts, "data");
  EXPECT_EQ(object.key, (ObjectKey{"volsync", "app", "ReplicationSource", "data"}));
  EXPECT_EQ(object.protection_detail, "claim data by restic (0 3 * * *)");
  const Track& track = object.tracks.at(0);
  EXPECT_EQ(track.method, "restic");
  EXPECT_EQ(track.destination, "store");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-21T03:04:00Z");
  EXPECT_EQ(Text(track.recovery_point), "2026-08-21T03:00:10Z");
  EXPECT_EQ(track.last_success_duration, std::chrono::seconds(230));
  EXPECT_EQ(track.counts, std::nullopt) << "how many the repository holds is not known";
  EXPECT_EQ(track.last_failure, std::nullopt);
  EXPECT_EQ(Text(facts.policies.at(0).next_run), "2026-08-22T03:00:00Z");
}

TEST(VolsyncTest, ASyncThatFailsAndIsTriedAgainIsAFailure) {
  const Track track =
      FindObject(
          Source(kDaily,
                 "lastSyncTime: \"2026-08-20T03:04:00Z\", lastSyncStartTime: \"2026-08-21T03:00:00Z\", "
                 "latestMoverStatus: {result: Failed, logs: \"Starting\\nFatal: wrong password\\n\"}"),
          "data")
          .tracks.at(0);
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-20T03:04:00Z");
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T03:00:00Z");
  EXPECT_EQ(track.last_failure_message, "Fatal: wrong password");
  EXPECT_EQ(Text(track.running_since), "2026-08-21T03:00:00Z");
  EXPECT_EQ(track.running_detail,
            "a sync by restic runs, and VolSync tries again after it failed: Fatal: wrong password");
}

TEST(VolsyncTest, AnErrorOfTheControllerIsAFailure) {
  const Track track = FindObject(Source(kDaily,
                                        "lastSyncTime: \"2026-08-20T03:04:00Z\", conditions: [{type: "
                                        "Synchronizing, status: \"False\", reason: Error, message: no such "
                                        "Secret, lastTransitionTime: \"2026-08-21T03:00:01Z\"}]"),
                                 "data")
                          .tracks.at(0);
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T03:00:01Z");
  EXPECT_EQ(track.last_failure_message, "no such Secret");
}

TEST(VolsyncTest, WhatNeverSyncedHasNoBackup) {
  const Track track =
      FindObject(Source(kDaily, "lastSyncStartTime: \"2026-08-21T03:00:00Z\""), "data").tracks.at(0);
  EXPECT_EQ(track.counts, BackupCounts{.running = 1});
  EXPECT_EQ(track.recovery_point, std::nullopt);
}

TEST(VolsyncTest, TheTriggerDecidesWhatProtects) {
  const auto judged = [](std::string_view spec) { return FindObject(Source(spec, ""), "data").protection; };
  EXPECT_EQ(judged(kDaily), Protection::kScheduled);
  EXPECT_EQ(judged("paused: true, trigger: {schedule: '@daily'}"), Protection::kSuspended);
  EXPECT_EQ(judged("trigger: {manual: go}"), Protection::kOnDemand);
  EXPECT_EQ(judged("trigger: {manual: go, schedule: '@daily'}"), Protection::kOnDemand);
  EXPECT_EQ(judged(""), Protection::kContinuous);
  EXPECT_EQ(judged("trigger: {schedule: hourly}"), Protection::kImpossible);
}

TEST(VolsyncTest, ABadScheduleIsAnInvalidPolicy) {
  const Facts facts = Source("trigger: {schedule: hourly}", "");
  ASSERT_EQ(facts.policies.size(), 1U);
  EXPECT_EQ(facts.policies[0].valid, false);
  EXPECT_TRUE(Source("trigger: {manual: go, schedule: '@daily'}", "").policies.empty()) << "manual beats it";
}

TEST(VolsyncTest, ASourceWithoutAMoverIsImpossible) {
  TempDir folder;
  folder.Write(
      "s.yaml",
      "apiVersion: volsync.backube/v1alpha1\nkind: ReplicationSource\nmetadata: {name: data, namespace: "
      "app}\nspec: {sourcePVC: data, trigger: {schedule: '@daily'}}\n");
  EXPECT_EQ(FindObject(Over(folder.path()).Pass().facts, "data").protection, Protection::kImpossible);
}

TEST(VolsyncTest, AnnotationsSetTheObjective) {
  const Facts facts = Source(kDaily, "", "lastgood.dev/max-age: 26h, lastgood.dev/ignore: lab");
  EXPECT_EQ(FindObject(facts, "data").max_age, std::chrono::hours(26));
  EXPECT_EQ(FindObject(facts, "data").ignore, "lab");
}

TEST(VolsyncTest, BadObjectsAreNamedAndCostNoOther) {
  const Collected collected = Over(kTestdata + "bad.yaml").Pass();
  EXPECT_EQ(FindObject(collected.facts, "good").protection, Protection::kScheduled);
  const std::string all = AllMessages(collected.problems);
  EXPECT_EQ(collected.problems.size(), 6U) << all;
  for (const std::string_view says :
       {"garbage-time", "status.lastSyncTime: expected a time",
        "status.lastSyncDuration: expected a duration", "spec.paused: expected",
        "spec.trigger.schedule: expected a string", "status.conditions: expected an array",
        "annotation lastgood.dev/max-age"})
    EXPECT_NE(all.find(says), std::string::npos) << says << " in\n" << all;
  EXPECT_EQ(FindObject(collected.facts, "garbage-time").unread.size(), 1U);
}

TEST(VolsyncTest, NothingOfTheSystemIsAbsent) {
  TempDir folder;
  folder.Write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\n");
  EXPECT_TRUE(Over(folder.path()).Pass().absent);
}

}  // namespace
}  // namespace lastgood
