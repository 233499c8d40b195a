#include "model/retention.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "model/assess.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;

const Time kNow = *ParseRfc3339("2026-11-20T12:00:00Z");  // a Friday

// Backed up by `cron`, the newest backup from `begun`, each deleted after `kept`.
ObjectFacts Kept(std::string_view cron, Duration kept, std::string_view begun) {
  ObjectFacts object;
  object.key = {"velero", "velero", "Schedule", "weekly"};
  object.observed = kNow;
  object.created = kNow - days(90);
  object.protection = Protection::kScheduled;
  Track& track = object.tracks.emplace_back();
  track.schedules = {*Cron::Parse(cron, CronDialect::kStandard)};
  track.counts = BackupCounts{.completed = 1};
  track.last_success_start = track.recovery_point = *ParseRfc3339(begun);
  track.last_success_finish = *track.last_success_start + std::chrono::minutes(5);
  track.kept_for = kept;
  track.expires = *track.last_success_start + kept;
  return object;
}

Row Judge(const ObjectFacts& object, Time now = kNow) {
  Facts facts;
  facts.objects.push_back(object);
  facts.objects[0].observed = now;
  Snapshot snapshot;
  snapshot.parts.push_back(std::make_shared<Part>(MakePart({.kind = "velero"}, facts, {}, now)));
  return Assess(snapshot, now).rows.at(0);
}

TEST(RetentionTest, AWeekThatIsKeptForThreeDaysLeavesNothingForFour) {
  const Row row = Judge(Kept("0 2 * * 0", days(3), "2026-11-18T02:00:00Z"));
  ASSERT_EQ(row.findings.size(), 1U);
  EXPECT_EQ(row.findings[0].condition, alerts::kRetentionTooShort);
  EXPECT_EQ(row.findings[0].level, Level::kWarning);
  EXPECT_EQ(row.findings[0].what, "retention too short");
  EXPECT_EQ(
      row.findings[0].why,
      "a backup is deleted 3d after it began, and runs are up to 7d apart: for 4d nothing can be restored");
  EXPECT_NE(row.recovery_point, std::nullopt) << "it has not come to that yet";
}

TEST(RetentionTest, WhatHasExpiredIsNoRecoveryPoint) {
  const Row row = Judge(Kept("0 2 * * 0", days(3), "2026-11-15T02:00:00Z"));
  ASSERT_EQ(row.findings.size(), 1U);
  EXPECT_EQ(row.findings[0].what, "nothing left to restore");
  EXPECT_NE(row.findings[0].why.find("the newest good backup expired at 2026-11-18T02:00:00Z"),
            std::string::npos);
  EXPECT_EQ(row.recovery_point, std::nullopt);
}

TEST(RetentionTest, ADayThatIsKeptForADayLeavesNothingAfterOneFailedRun) {
  const Row row = Judge(Kept("0 2 * * *", hours(24), "2026-11-20T02:00:00Z"));
  ASSERT_EQ(row.findings.size(), 1U);
  EXPECT_EQ(
      row.findings[0].why,
      "a backup is deleted 1d after it began, when the next run is due: one failed run leaves nothing to "
      "restore");
}

TEST(RetentionTest, LessThanTwoRunsIsANotice) {
  const Row row = Judge(Kept("0 2 * * *", hours(30), "2026-11-20T02:00:00Z"));
  ASSERT_EQ(row.findings.size(), 1U);
  EXPECT_EQ(row.findings[0].level, Level::kNotice);
  EXPECT_TRUE(Judge(Kept("0 2 * * *", hours(48), "2026-11-20T02:00:00Z")).findings.empty());
}

TEST(RetentionTest, TheLongestGapCounts) {
  const std::vector<Cron> workdays = {*Cron::Parse("0 2 * * 1-5", CronDialect::kStandard)};
  EXPECT_EQ(LongestGap(workdays, kNow), days(3)) << "over the weekend";
  const std::vector<Cron> hours_only = {*Cron::Parse("*/5 9-16 * * *", CronDialect::kStandard)};
  EXPECT_EQ(LongestGap(hours_only, kNow), hours(16) + std::chrono::minutes(5));
  const std::vector<Cron> two = {*Cron::Parse("0 2 * * *", CronDialect::kStandard),
                                 *Cron::Parse("0 14 * * *", CronDialect::kStandard)};
  EXPECT_EQ(LongestGap(two, kNow), hours(12)) << "taken together";
  EXPECT_EQ(LongestGap({}, kNow), std::nullopt);
}

TEST(RetentionTest, WhatIsGoneByItsTimeWasNotNeverThere) {
  ObjectFacts object = Kept("0 2 * * 0", days(3), "2026-10-04T02:00:00Z");
  Track& track = object.tracks[0];
  track.counts = BackupCounts{};
  track.last_success_at_most = track.last_success_start;
  track.last_success_start = track.last_success_finish = track.recovery_point = std::nullopt;
  const Row row = Judge(object);
  ASSERT_EQ(row.findings.size(), 2U);
  EXPECT_EQ(row.findings[0].condition, alerts::kBackupStale);
  EXPECT_EQ(row.findings[0].why,
            "the newest good backup expired at 2026-10-07T02:00:00Z, so nothing can be restored");
  EXPECT_EQ(row.findings[1].condition, alerts::kRetentionTooShort);
}

TEST(RetentionTest, ARetentionThatKeepsTheNewestHasNoSay) {
  ObjectFacts object = Kept("0 2 * * 0", days(3), "2026-11-15T02:00:00Z");
  object.tracks[0].retention = days(3);
  object.tracks[0].kept_for.reset();
  object.tracks[0].expires.reset();
  object.created = kNow - days(1);
  EXPECT_TRUE(Judge(object).findings.empty());
}

}  // namespace
}  // namespace lastgood
