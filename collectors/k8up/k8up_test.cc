#include "collectors/k8up/k8up.h"

#include <gtest/gtest.h>

#include "collectors/shared/kubernetes_fixture.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

const std::string kTestdata = LASTGOOD_SOURCE_DIR "/collectors/k8up/testdata/";

KubernetesFixture Over(const std::string& folder) {
  return {&MakeK8upCollectors, folder, "2026-08-21T12:00:00Z"};
}
std::string Text(const std::optional<Time>& time) { return time ? FormatRfc3339(*time) : "absent"; }

std::string Schedule(std::string_view cron, std::string_view status = "", std::string_view name = "nightly") {
  return "apiVersion: k8up.io/v1\nkind: Schedule\nmetadata: {name: " + std::string(name) +
         ", namespace: app, creationTimestamp: \"2026-07-01T00:00:00Z\"}\nspec: {backend: {s3: {endpoint: "
         "'https://s3.home.example', bucket: k8up}}, backup: {schedule: '" +
         std::string(cron) + "'}, prune: {schedule: '@daily'}}\nstatus: {" + std::string(status) + "}\n---\n";
}
// `conditions` are YAML; the backup began at 04:17 on `day`.
std::string Backup(std::string_view day, std::string_view conditions,
                   std::string_view labels = "k8up.io/schedule-name: nightly") {
  return "apiVersion: k8up.io/v1\nkind: Backup\nmetadata: {name: backup-" + std::string(day) +
         ", namespace: app, creationTimestamp: \"" + std::string(day) + "T04:17:00Z\", labels: {" +
         std::string(labels) + "}}\nspec: {}\nstatus: {conditions: [" + std::string(conditions) + "]}\n---\n";
}
std::string Ended(std::string_view day, std::string_view reason) {
  return "{type: Progressing, status: 'False', reason: Finished}, {type: Completed, status: 'True', "
         "reason: " +
         std::string(reason) + ", message: 'it has 1 failed jobs', lastTransitionTime: \"" +
         std::string(day) + "T04:29:00Z\"}";
}
std::string Snapshot(std::string_view name, std::string_view date) {
  return "apiVersion: k8up.io/v1\nkind: Snapshot\nmetadata: {name: " + std::string(name) +
         ", namespace: app}\nspec: {id: " + std::string(name) + ", date: \"" + std::string(date) +
         "\"}\n---\n";
}

Facts Of(const std::string& manifests) {
  TempDir folder;
  folder.Write("all.yaml", manifests);
  const Collected collected = Over(folder.path()).Pass();
  EXPECT_EQ(AllMessages(collected.problems), "");
  return collected.facts;
}
Track Nightly(const std::string& manifests) {
  return FindObject(Of(Schedule("17 4 * * *") + manifests), "nightly").tracks.at(0);
}

TEST(K8upTest, ALabIsReadFromItsManifests) {
  const Collected collected = Over(kTestdata + "home.yaml").Pass();
  EXPECT_TRUE(collected.failures.empty());
  EXPECT_EQ(AllMessages(collected.problems), "");
  ASSERT_EQ(collected.facts.objects.size(), 1U);
  const ObjectFacts object = collected.facts.objects[0];
  EXPECT_EQ(object.key, (ObjectKey{"k8up", "wiki", "Schedule", "wiki"}));
  EXPECT_EQ(object.protection, Protection::kScheduled);
  EXPECT_EQ(object.protection_detail, "Schedule (@daily-random) covers the claims of namespace wiki");
  EXPECT_EQ(collected.facts.policies.at(0).schedule, "17 4 * * *");
  EXPECT_EQ(Text(collected.facts.policies.at(0).next_run), "2026-08-22T04:17:00Z");
  EXPECT_EQ(Text(object.tracks.at(0).recovery_window_start), "2026-08-07T04:17:20Z");
}

TEST(K8upTest, ABackupThatSucceededTellsItsTimes) {
  const Track track = Nightly(Backup("2026-08-21", Ended("2026-08-21", "Succeeded")));
  EXPECT_EQ(track.method, "restic");
  EXPECT_EQ(track.destination, "s3:https://s3.home.example/k8up");
  EXPECT_EQ(Text(track.last_success_finish), "2026-08-21T04:29:00Z");
  EXPECT_EQ(Text(track.recovery_point), "2026-08-21T04:17:00Z");
  EXPECT_EQ(track.last_success_duration, std::chrono::minutes(12));
}

TEST(K8upTest, CompletedWithTheReasonFailedIsAFailure) {
  const Track track = Nightly(Backup("2026-08-21", Ended("2026-08-21", "Failed")));
  const BackupCounts expected{.failed = 1};
  EXPECT_EQ(track.counts, expected);
  EXPECT_EQ(Text(track.last_failure), "2026-08-21T04:29:00Z");
  EXPECT_EQ(track.last_failure_message, "Backup backup-2026-08-21: it has 1 failed jobs");
}

TEST(K8upTest, APodThatMustRunFirstAndFailsEndsTheBackup) {
  const Track track = Nightly(Backup("2026-08-21",
                                     "{type: PreBackupPodReady, status: 'False', reason: Failed, message: "
                                     "deadline, lastTransitionTime: \"2026-08-21T04:20:00Z\"}"));
  EXPECT_EQ(track.counts->failed, 1);
  EXPECT_EQ(track.last_failure_message, "Backup backup-2026-08-21: deadline");
  for (const char* reason : {"Waiting", "NoPreBackupPodsFound", "Ready", "Succeeded", "Finished"})
    EXPECT_EQ(
        Nightly(Backup("2026-08-21",
                       std::string("{type: PreBackupPodReady, status: 'False', reason: ") + reason + "}"))
            .counts->pending,
        1)
        << reason;
}

TEST(K8upTest, WhatRunsOrWaitsIsTold) {
  const Track track = Nightly(Backup("2026-08-20", "{type: Progressing, status: 'True', reason: Started}") +
                              Backup("2026-08-21", ""));
  const BackupCounts expected{.running = 1, .pending = 1};
  EXPECT_EQ(track.counts, expected);
  EXPECT_EQ(Text(track.running_since), "2026-08-20T04:17:00Z");
  EXPECT_EQ(track.running_detail, "Backup backup-2026-08-20 is running");
}

TEST(K8upTest, BackupsByHandAndOfDeletedSchedulesMakeNoObject) {
  const Facts facts =
      Of(Schedule("@daily") + Backup("2026-08-20", Ended("2026-08-20", "Succeeded"), "a: b") +
         Backup("2026-08-21", Ended("2026-08-21", "Succeeded"), "k8up.io/schedule-name: gone"));
  ASSERT_EQ(facts.objects.size(), 1U);
  EXPECT_EQ(facts.objects[0].tracks.at(0).counts, BackupCounts{});
}

TEST(K8upTest, AnOlderOperatorsBackupsAreJoinedByTheirOwner) {
  std::string backup = Backup("2026-08-21", Ended("2026-08-21", "Succeeded"), "a: b");
  backup.insert(backup.find("labels:"), "ownerReferences: [{kind: Schedule, name: nightly}], ");
  EXPECT_EQ(Nightly(backup).counts->completed, 1);
}

TEST(K8upTest, ATimeThatTheOperatorHasNotChosenIsUnknown) {
  const Facts facts = Of(Schedule("@daily-random"));
  EXPECT_EQ(FindObject(facts, "nightly").protection, Protection::kScheduled);
  EXPECT_TRUE(FindObject(facts, "nightly").tracks.at(0).schedules.empty());
  EXPECT_EQ(FindObject(facts, "nightly").notes.size(), 1U);
  EXPECT_EQ(facts.policies.at(0).next_run, std::nullopt);
  const Facts chosen =
      Of(Schedule("@daily-random",
                  "effectiveSchedules: [{jobType: prune, generatedSchedule: 1 1 * * *}, {jobType: backup, "
                  "generatedSchedule: 2 2 * * *}]"));
  EXPECT_EQ(Text(chosen.policies.at(0).next_run), "2026-08-22T02:02:00Z");
}

TEST(K8upTest, AScheduleThatDoesNotRunIsImpossible) {
  const Facts bad = Of(Schedule("every night"));
  EXPECT_EQ(FindObject(bad, "nightly").protection, Protection::kImpossible);
  EXPECT_EQ(bad.policies.at(0).valid, false);
  const Facts refused = Of(Schedule(
      "@daily", "conditions: [{type: Ready, status: 'False', reason: Failed, message: cannot add to cron}]"));
  EXPECT_EQ(FindObject(refused, "nightly").protection_detail, "cannot add to cron");
  EXPECT_TRUE(FindObject(refused, "nightly").tracks.at(0).schedules.empty());
}

TEST(K8upTest, SnapshotsTellTheWindowOnlyOfTheirOneSchedule) {
  const std::string snapshots = Snapshot("a", "2026-08-01T04:17:00Z") + Snapshot("b", "2026-08-21T04:17:00Z");
  EXPECT_EQ(Text(Nightly(snapshots).recovery_window_start), "2026-08-01T04:17:00Z");
  EXPECT_EQ(Nightly(snapshots + Schedule("@daily", "", "other")).recovery_window_start, std::nullopt);
}

TEST(K8upTest, ASecretInTheBackendIsNotTold) {
  std::string schedule = Schedule("@daily");
  schedule.replace(schedule.find("https://s3"), 8, "https://key:secret@");
  EXPECT_EQ(FindObject(Of(schedule), "nightly").tracks.at(0).destination.find("secret"), std::string::npos);
}

TEST(K8upTest, BadObjectsAreNamedAndCostNoOther) {
  const Collected collected = Over(kTestdata + "bad.yaml").Pass();
  EXPECT_EQ(FindObject(collected.facts, "good").tracks.at(0).counts->completed, 1);
  const std::string all = AllMessages(collected.problems);
  EXPECT_EQ(collected.problems.size(), 5U) << all;
  for (const std::string_view says :
       {"garbage-time", "lastTransitionTime: expected a time", "status.conditions: expected an array",
        "spec.backup.schedule: expected a string", "spec.date: expected a time",
        "annotation lastgood.dev/max-age"})
    EXPECT_NE(all.find(says), std::string::npos) << says << " in\n" << all;
  const std::vector<std::string> unread = FindObject(collected.facts, "number").unread;
  EXPECT_NE(unread.at(0).find("spec.backup.schedule: expected a string"), std::string::npos);
  EXPECT_EQ(FindObject(collected.facts, "good").observed, Time()) << "one of the bad Backups may be its own";
}

TEST(K8upTest, NothingOfTheSystemIsAbsent) {
  TempDir folder;
  folder.Write("b.yaml", "apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: s, namespace: n}\n");
  EXPECT_TRUE(Over(folder.path()).Pass().absent);
}

}  // namespace
}  // namespace lastgood
