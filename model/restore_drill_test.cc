// When a restore drill is due, what counts as one, and what Assess says of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"
#include "model/assess.h"
#include "model/derive.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;

const Time kNow = ParseRfc3339("2026-08-20T12:00:00Z").value();

Time At(std::string_view text) { return ParseRfc3339(text).value(); }

TEST(RestoreDrillTest, ARestoreDrillIsDueByItsOwnAgeElseTheObjectiveElseItsSchedule) {
  RestoreTestFacts test{.key = {"restore_test", "app", "CronJob", "drill"}, .observed = kNow};
  test.created = kNow;
  EXPECT_EQ(RestoreTestDeadline(test, {}), std::nullopt);
  test.schedules = {*Cron::Parse("0 0 * * *", CronDialect::kStandard)};
  EXPECT_GT(RestoreTestDeadline(test, {}), kNow + std::chrono::hours(24));
  Objectives objectives;
  objectives.fallback.restore_test_max_age = std::chrono::hours(168);
  EXPECT_EQ(RestoreTestDeadline(test, objectives), kNow + std::chrono::hours(168));
  test.max_age = std::chrono::hours(24);
  test.last_success = kNow + std::chrono::hours(1);
  EXPECT_EQ(RestoreTestDeadline(test, objectives), kNow + std::chrono::hours(25));
}

RestoreTestFacts DailyDrill() {
  RestoreTestFacts test{.key = {"restore_test", "app", "CronJob", "drill"}, .observed = kNow};
  test.created = At("2026-07-01T00:00:00Z");
  test.last_success = At("2026-08-20T04:30:00Z");
  test.recovered_to = At("2026-08-20T02:00:00Z");
  test.max_age = hours(24);
  return test;
}

TEST(RestoreDrillTest, ADrillIsDueByTheOldestBackupThatItLeavesUntested) {
  RestoreTestFacts test = DailyDrill();
  test.backups_known = true;
  EXPECT_EQ(RestoreTestDeadline(test, {}), std::nullopt) << "nothing is left to test";
  test.untested_since = At("2026-08-19T02:10:00Z");
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-20T02:10:00Z"));
  test.created = At("2026-08-20T00:00:00Z");
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-21T00:00:00Z")) << "no drill is late before it exists";
}

TEST(RestoreDrillTest, ADrillThatIsDueByItsScheduleMayTakeAsLongAsTheLastOne) {
  RestoreTestFacts test = DailyDrill();
  test.max_age.reset();
  test.schedules = {*Cron::Parse("0 4 * * *", CronDialect::kStandard)};
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-22T05:00:00Z"));
  test.duration = hours(3);
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-22T08:00:00Z"));
}

TEST(RestoreDrillTest, ADrillThatRestoredDataWhichIsTooOldHasProvedNothing) {
  RestoreTestFacts test = DailyDrill();
  test.recovered_to = At("2026-08-18T04:00:00Z");
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-21T04:30:00Z")) << "48 h and a half is usual";
  test.recovered_to = At("2026-08-10T02:00:00Z");
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-12T03:00:00Z"));
  test.max_data_age = hours(24 * 30);
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-21T04:30:00Z")) << "someone says that it may be";
  test.max_data_age = hours(24);
  test.backups_known = true;
  EXPECT_EQ(RestoreTestDeadline(test, {}), At("2026-08-11T02:00:00Z")) << "even of the newest backup";
  test.max_data_age.reset();
  EXPECT_EQ(RestoreTestDeadline(test, {}), std::nullopt) << "the newest backup is as new as it gets";
}

TEST(RestoreDrillTest, ADrillOfWhichSomethingWasNotReadIsNotLate) {
  RestoreTestFacts test = DailyDrill();
  test.unread = {"no ConfigMap is in the dump"};
  EXPECT_EQ(RestoreTestDeadline(test, {}), std::nullopt);
}

// The findings about the only drill.
std::vector<Finding> Found(const RestoreTestFacts& test) {
  Facts facts;
  facts.restore_tests = {test};
  Snapshot snapshot;
  snapshot.parts.push_back(std::make_shared<const Part>(
      MakePart({.kind = "restore_tests", .source = "kubernetes"}, std::move(facts), {}, kNow)));
  const Assessment assessment = Assess(snapshot, kNow);
  for (const Row& row : assessment.rows)
    if (row.subject == Subject::kRestoreTest) return row.findings;
  return {};
}

TEST(RestoreDrillTest, ADrillThatReplaysAnOldBackupIsToldAsSuch) {
  RestoreTestFacts test = DailyDrill();
  test.recovered_to = kNow - days(30);
  test.backups_known = true;
  test.untested_since = kNow - days(29);
  test.detail = "it tested Backup pg-1";
  const std::vector<Finding> findings = Found(test);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].condition, "RestoreTestStale");
  EXPECT_EQ(
      findings[0].why,
      "the last good one ended at 2026-08-20T04:30:00Z and restored data of 2026-07-21T12:00:00Z; a newer "
      "backup waits untested since 2026-07-22T12:00:00Z; it tested Backup pg-1");
}

TEST(RestoreDrillTest, ADrillOfWhichSomethingWasNotReadCannotBeTold) {
  RestoreTestFacts test = DailyDrill();
  test.unread = {"no ConfigMap is in the dump"};
  const std::vector<Finding> findings = Found(test);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Level::kUnknown);
}

}  // namespace
}  // namespace lastgood
