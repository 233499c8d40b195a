#include "collectors/restore_tests/restore_tests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/restore_tests/drill_world.h"

namespace lastgood::restore_tests {
namespace {

using testing::HasSubstr;

const std::string kTested = "lastBackupName: pg-21";

TEST(RestoreTestsTest, ADrillOfTheNewestBackupPasses) {
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") + Job("21T11:50:00", "21T11:50:04") +
              Backup("20") + Backup("21") + State(kTested, "21T02:39:58"));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(drill.key, (ObjectKey{"restore_test", "app", "CronJob", "cnpg-restore-test"}));
  EXPECT_EQ(Text(drill.last_success), "2026-08-21T02:39:58Z") << "when the ConfigMap was written";
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-21T02:05:00Z");
  EXPECT_EQ(drill.duration, std::chrono::minutes(30));
  EXPECT_EQ(Text(drill.last_failure), "absent");
  EXPECT_TRUE(drill.backups_known);
  EXPECT_EQ(Text(drill.untested_since), "absent");
  EXPECT_EQ(DeadlineOf(drill), "absent") << "nothing waits to be tested";
  EXPECT_EQ(drill.restores, (std::vector<ObjectKey>{{"cnpg", "app", "Cluster", "pg"}}));
  EXPECT_EQ(drill.detail, "it tested Backup pg-21");
}

TEST(RestoreTestsTest, ANewerBackupIsDueByTheSchedule) {
  World world(CronJob() + Job("21T11:50:00", "21T11:50:04") + Backup("19") + Backup("20") + Backup("21") +
              State("lastBackupName: pg-19", "19T02:40:00"));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.untested_since), "2026-08-20T02:05:00Z");
  EXPECT_EQ(DeadlineOf(drill), "2026-08-20T03:20:00Z") << "the second run after it, and an hour";
  Objectives objectives;
  objectives.fallback.restore_test_max_age = std::chrono::hours(24 * 7);
  EXPECT_EQ(DeadlineOf(drill, objectives), "2026-08-27T02:05:00Z");
}

TEST(RestoreTestsTest, ADrillThatReplaysOneOldBackupDoesNotPass) {
  World world(CronJob("", "", "cnpg-restore-test", "0 4 * * *") + Job("20T04:00:00", "20T04:30:00") +
              Job("21T04:00:00", "21T04:30:00") + Backup("11") + Backup("20") + Backup("21") +
              State("lastBackupName: pg-11, lastSuccess: \"2026-08-21T04:30:00Z\""));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-21T04:30:00Z");
  EXPECT_EQ(Text(drill.recovered_to), "2026-08-11T02:05:00Z");
  EXPECT_EQ(Text(drill.untested_since), "2026-08-20T02:05:00Z");
  Objectives objectives;
  objectives.fallback.restore_test_max_age = std::chrono::hours(24);
  EXPECT_EQ(DeadlineOf(drill, objectives), "2026-08-21T02:05:00Z") << "although it ended well since";
}

TEST(RestoreTestsTest, JobsThatEndWellProveNothingWithoutARecord) {
  World world(CronJob("", "lastSuccessfulTime: \"2026-08-21T11:50:04Z\"") +
              Job("21T11:50:00", "21T11:50:04") + Backup("20") +
              State("lastBackupName: pg-20", "", "another"));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "absent");
  EXPECT_EQ(Text(drill.untested_since), "2026-08-20T02:05:00Z");
  EXPECT_THAT(drill.detail, HasSubstr("ConfigMap cnpg-restore-test-state records no test"));
  EXPECT_EQ(drill.restores.size(), 1U) << "by the CronJob's SOURCE_CLUSTER";
}

TEST(RestoreTestsTest, AJobThatFailedIsToldWithItsReason) {
  World world(CronJob() + Job("21T02:10:00", "21T02:55:00", "DeadlineExceeded") + Backup("20") +
              Backup("21") + State("lastBackupName: pg-20", "20T02:40:00"));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_failure), "2026-08-21T02:55:00Z");
  EXPECT_EQ(drill.last_failure_message, "Job run-21-02-10-00: DeadlineExceeded");
  EXPECT_EQ(Text(drill.last_success), "2026-08-20T02:40:00Z");
}

TEST(RestoreTestsTest, WhatExpiredIsRemembered) {
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") +
              Job("21T03:00:00", "21T03:10:00", "BackoffLimit") + Backup("21") +
              State(kTested, "21T02:39:58"));
  const RestoreTestFacts before = world.Drill();
  world.Write(CronJob() + Job("21T11:50:00", "21T11:50:04") + Backup("22") + State(kTested, "21T02:39:58"));
  const RestoreTestFacts after = world.Drill();
  EXPECT_EQ(after.last_failure, before.last_failure);
  EXPECT_EQ(after.duration, std::chrono::minutes(30));
  EXPECT_EQ(Text(after.recovered_to), "2026-08-21T02:05:00Z") << "its Backup was deleted";
  EXPECT_THAT(after.detail, HasSubstr("Backup pg-21, which it tested, is gone"));
}

TEST(RestoreTestsTest, WithoutTheTimeOfTheRecordALongRunAfterTheBackupIsTheOne) {
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") + Job("21T11:50:00", "21T11:50:04") +
              Backup("21") + State(kTested));
  EXPECT_EQ(Text(world.Drill().last_success), "2026-08-21T02:40:00Z");
  World expired(CronJob() + Job("21T11:50:00", "21T11:50:04") + Backup("21") + State(kTested));
  const RestoreTestFacts drill = expired.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-21T11:50:04Z") << "no later than that";
  EXPECT_EQ(drill.duration, std::nullopt) << "a run of seconds restored nothing";
  World none(CronJob() + Job("21T01:50:00", "21T01:50:04") + Backup("21") + State(kTested));
  EXPECT_EQ(Text(none.Drill().last_success), "2026-08-21T02:05:00Z") << "no earlier than the backup";
}

TEST(RestoreTestsTest, ARecordOfARunWhoseStateIsNotUnderstoodProvesNothing) {
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") + Backup("21") +
              State("lastBackupName: pg-21, state: InProgress", "21T02:39:58"));
  const Collected collected = world.Pass();
  const RestoreTestFacts& drill = collected.facts.restore_tests.at(0);
  EXPECT_EQ(Text(drill.last_success), "absent");
  EXPECT_THAT(drill.detail, HasSubstr("says state: InProgress, which is not understood"));
}

TEST(RestoreTestsTest, TheCheckOfAStandbyIsKnownAndJudgedByItsJobsAlone) {
  const std::string name = "cnpg-disaster-recovery-check";
  World world(CronJob("", "", name) + Job("21T11:45:00", "21T11:45:20", "", name) + Backup("20"));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(Text(drill.last_success), "2026-08-21T11:45:20Z");
  EXPECT_EQ(Text(drill.untested_since), "absent");
  EXPECT_THAT(drill.restores, testing::ElementsAre(ObjectKey{"cnpg", "app", "Cluster", "pg"}));
  World failing(CronJob("", "", name) + Job("21T11:45:00", "21T11:45:20", "BackoffLimitExceeded", name) +
                Backup("20"));
  EXPECT_THAT(failing.Drill().last_failure_message, HasSubstr("BackoffLimitExceeded"));
}

TEST(RestoreTestsTest, ASuspendedDrillIsDueOnlyByAnObjective) {
  World world(CronJob(", suspend: true") + Job("19T02:10:00", "19T02:40:00") + Backup("19") + Backup("20") +
              State("lastBackupName: pg-19", "19T02:40:00"));
  const Collected collected = world.Pass();
  const RestoreTestFacts& drill = collected.facts.restore_tests.at(0);
  EXPECT_EQ(DeadlineOf(drill), "absent");
  EXPECT_EQ(collected.facts.policies.at(0).suspended, true);
  Objectives objectives;
  objectives.fallback.restore_test_max_age = std::chrono::hours(24);
  EXPECT_EQ(DeadlineOf(drill, objectives), "2026-08-21T02:05:00Z");
  EXPECT_THAT(drill.detail, HasSubstr("it is suspended"));
}

TEST(RestoreTestsTest, ARunThatIsUnderWayIsTold) {
  World world(CronJob() + Job("21T11:50:00", "") + Backup("21") + State(kTested, "21T02:39:58"));
  EXPECT_THAT(world.Drill().detail, HasSubstr("Job run-21-11-50-00 runs since 2026-08-21T11:50:00Z"));
}

TEST(RestoreTestsTest, FailedAndUnfinishedBackupsNeedNoTest) {
  World world(CronJob() + Job("20T02:10:00", "20T02:40:00") + Backup("20") + Backup("21", "failed") +
              Backup("22", "running") + State("lastBackupName: pg-20", "20T02:39:58"));
  EXPECT_EQ(Text(world.Drill().untested_since), "absent");
}

TEST(RestoreTestsTest, WhatADumpDoesNotHoldIsUnknown) {
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") + State(kTested));
  const RestoreTestFacts drill = world.Drill();
  EXPECT_EQ(drill.unread, std::vector<std::string>{"no Backup is in the dump"});
  EXPECT_EQ(DeadlineOf(drill), "absent");
  World no_state(CronJob() + Job("21T02:10:00", "21T02:40:00") + Backup("20"));
  EXPECT_EQ(no_state.Drill().unread, std::vector<std::string>{"no ConfigMap is in the dump"});
}

TEST(RestoreTestsTest, WithoutAnyDrillNothingIsInstalled) {
  World world(CronJob("", "", "cleanup"));
  EXPECT_TRUE(world.Pass().absent);
}

TEST(RestoreTestsTest, ThePolicyIsTheCronJobsSchedule) {
  World world(CronJob(", timeZone: Europe/Berlin", "lastScheduleTime: \"2026-08-21T02:00:00Z\"",
                      "cnpg-restore-test", "0 4 * * *") +
              Job("21T02:10:00", "21T02:40:00") + Backup("21") + State(kTested));
  const PolicyFacts policy = world.Pass().facts.policies.at(0);
  EXPECT_EQ(policy.schedule, "0 4 * * *");
  EXPECT_EQ(policy.timezone, "Europe/Berlin");
  EXPECT_EQ(Text(policy.last_run), "2026-08-21T02:00:00Z");
  EXPECT_EQ(Text(policy.next_run), "2026-08-22T02:00:00Z");
}

TEST(RestoreTestsTest, ASnapshotBackupHoldsTheDataOfItsStart) {
  std::string snapshot = Backup("21");
  snapshot.replace(snapshot.find("plugin"), 6, "volumeSnapshot");
  World world(CronJob() + Job("21T02:10:00", "21T02:40:00") + snapshot + State(kTested, "21T02:39:58"));
  EXPECT_EQ(Text(world.Drill().recovered_to), "2026-08-21T02:00:00Z");
}

TEST(RestoreTestsTest, BadObjectsAreNamedAndCostNoOther) {
  KubernetesFixture fixture(&MakeRestoreTestsCollectors,
                            LASTGOOD_SOURCE_DIR "/collectors/restore_tests/testdata/bad.yaml",
                            "2026-08-21T12:00:00Z");
  const Collected collected = fixture.Pass();
  ASSERT_EQ(collected.facts.restore_tests.size(), 2U) << "the good one, and the one with a bad schedule";
  const std::string all = AllMessages(collected.problems);
  EXPECT_EQ(collected.problems.size(), 8U) << all;
  for (const std::string_view says :
       {"bad-suspend", "spec.suspend: expected", "containers: expected an array", "at noon", "garbage-time",
        "status.startTime: expected a time", "status.conditions: expected an array",
        "data.durationSeconds: expected a duration", "status.stoppedAt: expected a time"})
    EXPECT_THAT(all, HasSubstr(says));
  for (const RestoreTestFacts& drill : collected.facts.restore_tests)
    if (drill.key.namespace_ == "good") {
      EXPECT_EQ(Text(drill.last_success), "2026-08-21T04:20:00Z");
    }
  EXPECT_THAT(all, testing::Not(HasSubstr("someone-elses"))) << "no other ConfigMap is looked at";
}

}  // namespace
}  // namespace lastgood::restore_tests
