#include "model/derive.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Time At(std::string_view text) { return *ParseRfc3339(text); }

const Time kNow = At("2026-08-20T12:00:00Z");

ObjectFacts Daily(Time start) {
  Track track{.method = "plugin", .destination = "store"};
  track.schedules = {*Cron::Parse("0 2 * * *", CronDialect::kStandard)};
  track.counts = BackupCounts{.completed = 1};
  track.last_success_start = start;
  track.last_success_finish = start + minutes(10);
  ObjectFacts object{.key = {"cnpg", "app", "Cluster", "pg"}, .observed = kNow};
  object.created = At("2026-08-01T00:00:00Z");
  object.protection = Protection::kScheduled;
  object.tracks = {track};
  return object;
}

TEST(DeriveTest, ADailyBackupIsLate49HoursAfterTheLastGoodOneBegan) {
  const Derived derived = Derive(Daily(At("2026-08-19T02:00:00Z")), {}, kNow);
  EXPECT_EQ(derived.deadline, At("2026-08-21T03:00:00Z"));
  EXPECT_EQ(derived.critical_deadline, At("2026-08-22T03:00:00Z"));
}

TEST(DeriveTest, WithoutAnySuccessTheCreationCounts) {
  ObjectFacts object = Daily({});
  object.tracks[0].last_success_start = object.tracks[0].last_success_finish = std::nullopt;
  EXPECT_EQ(Derive(object, {}, kNow).deadline, At("2026-08-02T03:00:00Z") + hours(0));
}

TEST(DeriveTest, AMomentThatNoSuccessIsNewerThanGivesADeadlineThatIsNeverTooEarly) {
  ObjectFacts object = Daily({});
  object.tracks[0].last_success_start = object.tracks[0].last_success_finish = std::nullopt;
  object.tracks[0].last_success_at_most = At("2026-08-19T05:00:00Z");
  EXPECT_EQ(Derive(object, {}, kNow).deadline, At("2026-08-21T03:00:00Z"));
  object.max_age = hours(26);
  EXPECT_EQ(Derive(object, {}, kNow).deadline, At("2026-08-20T07:00:00Z"));
  object.tracks[0].last_success_finish = At("2026-08-19T02:00:00Z");
  EXPECT_EQ(Derive(object, {}, kNow).deadline, At("2026-08-20T04:00:00Z")) << "what is known counts first";
}

TEST(DeriveTest, AnObjectiveReplacesTheScheduleAndTheAnnotationBeatsTheConfig) {
  ObjectFacts object = Daily(At("2026-08-19T02:00:00Z"));
  Objectives objectives;
  objectives.fallback.max_age = hours(100);
  objectives.match = {{.namespace_ = "app", .objective = {.max_age = hours(26)}},
                      {.namespace_ = "app", .objective = {.max_age = hours(1), .grace = hours(5)}}};
  EXPECT_EQ(Derive(object, objectives, kNow).deadline, At("2026-08-19T02:10:00Z") + hours(26));
  EXPECT_EQ(Derive(object, objectives, kNow).critical_deadline, At("2026-08-19T02:10:00Z") + hours(39));
  object.max_age = hours(2);
  EXPECT_EQ(Derive(object, objectives, kNow).deadline, At("2026-08-19T04:10:00Z"));
  object.key.namespace_ = "other";
  object.max_age.reset();
  EXPECT_EQ(Derive(object, objectives, kNow).deadline, At("2026-08-19T02:10:00Z") + hours(100));
}

TEST(DeriveTest, GraceAndToleratedMissesAreTheObjectives) {
  Objectives objectives;
  objectives.match = {{.name = "pg", .objective = {.grace = hours(2), .tolerate_missed = 0}}};
  EXPECT_EQ(Derive(Daily(At("2026-08-19T02:00:00Z")), objectives, kNow).deadline, At("2026-08-20T04:00:00Z"));
}

TEST(DeriveTest, SuspendedHasNoDeadlineUnlessAnObjectiveGivesOne) {
  ObjectFacts object = Daily(At("2026-08-19T02:00:00Z"));
  object.protection = Protection::kSuspended;
  EXPECT_EQ(Derive(object, {}, kNow).deadline, std::nullopt);
  EXPECT_EQ(Derive(object, {}, kNow).is_protected, false);
  object.max_age = hours(10);
  EXPECT_TRUE(Derive(object, {}, kNow).deadline.has_value());
  EXPECT_EQ(Derive(object, {}, kNow).is_protected, false);
}

TEST(DeriveTest, WhatIsDeliberateHasNoDeadlineAndCountsAsProtected) {
  ObjectFacts object = Daily(At("2026-08-19T02:00:00Z"));
  object.ignore = "a test database";
  const Derived derived = Derive(object, {}, kNow);
  EXPECT_EQ(derived.reason, Protection::kIgnored);
  EXPECT_TRUE(derived.deliberate && *derived.is_protected);
  EXPECT_EQ(derived.deadline, std::nullopt);
}

TEST(DeriveTest, OnDemandIsProtectedOnlyWithAnObjective) {
  ObjectFacts object = Daily(At("2026-08-19T02:00:00Z"));
  object.tracks[0].schedules.clear();
  object.protection = Protection::kOnDemand;
  EXPECT_EQ(Derive(object, {}, kNow).is_protected, false);
  EXPECT_EQ(Derive(object, {}, kNow).deadline, std::nullopt);
  object.max_age = hours(1000);
  EXPECT_EQ(Derive(object, {}, kNow).is_protected, true);
}

TEST(DeriveTest, ALocalSnapshotNeverHidesADeadOffsiteCopy) {
  ObjectFacts object = Daily(At("2026-08-20T02:00:00Z"));
  Track offsite = Daily(At("2026-08-10T02:00:00Z")).tracks[0];
  offsite.method = "offsite";
  object.tracks.push_back(offsite);
  const Derived derived = Derive(object, {}, kNow);
  EXPECT_EQ(derived.worst, 1u);
  EXPECT_EQ(derived.deadline, At("2026-08-12T03:00:00Z"));
}

TEST(DeriveTest, AFailingTrackIsWorseThanAHealthyOneThatIsDueSooner) {
  ObjectFacts object = Daily(At("2026-08-20T02:00:00Z"));
  object.tracks.push_back(object.tracks[0]);
  object.tracks[1].last_failure = kNow - minutes(5);
  EXPECT_EQ(Derive(object, {}, kNow).worst, 1u);
}

TEST(DeriveTest, OfSeveralSchedulesTheEarliestDeadlineCounts) {
  ObjectFacts object = Daily(At("2026-08-20T02:00:00Z"));
  object.tracks[0].schedules.push_back(*Cron::Parse("0 * * * *", CronDialect::kStandard));
  EXPECT_EQ(Derive(object, {}, kNow).deadline, At("2026-08-20T05:00:00Z"));
  EXPECT_EQ(Derive(object, {}, kNow).critical_deadline, At("2026-08-20T06:00:00Z"));
}

TEST(DeriveTest, ARunningBackupMayTakeFourTimesTheTypicalAtLeastAnHour) {
  ObjectFacts object = Daily(At("2026-08-20T02:00:00Z"));
  object.tracks[0].running_since = kNow;
  object.tracks[0].typical_duration = minutes(5);
  EXPECT_EQ(Derive(object, {}, kNow).running_deadline, kNow + hours(1));
  object.tracks[0].typical_duration = minutes(30);
  EXPECT_EQ(Derive(object, {}, kNow).running_deadline, kNow + hours(2));
  Objectives objectives;
  objectives.fallback.max_duration = minutes(10);
  EXPECT_EQ(Derive(object, objectives, kNow).running_deadline, kNow + minutes(10));
}

TEST(DeriveTest, UnknownProtectionStaysUnknown) {
  ObjectFacts object = Daily(At("2026-08-20T02:00:00Z"));
  object.protection.reset();
  EXPECT_EQ(Derive(object, {}, kNow).is_protected, std::nullopt);
}

}  // namespace
}  // namespace lastgood
