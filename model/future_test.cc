#include "model/future.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "model/assess.h"
#include "model/snapshot.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Time kNow = *ParseRfc3339("2026-11-20T12:00:00Z");

// Backed up each night, the last time at `success`.
Facts Nightly(Time success) {
  Facts facts;
  ObjectFacts& object = facts.objects.emplace_back();
  object.key = {"velero", "velero", "Schedule", "nightly"};
  object.observed = kNow;
  object.created = kNow - days(90);
  object.protection = Protection::kScheduled;
  Track& track = object.tracks.emplace_back();
  track.method = "backup";
  track.schedules = {*Cron::Parse("0 2 * * *", CronDialect::kStandard)};
  track.counts = BackupCounts{.completed = 3};
  track.last_success_start = track.recovery_point = success - minutes(10);
  track.last_success_finish = success;
  return facts;
}

// As passes at these moments would leave it.
Part After(const Facts& facts, std::vector<Time> passes) {
  Part part;
  for (const Time now : passes) {
    Facts fresh = facts;
    for (ObjectFacts& object : fresh.objects) object.observed = now;
    part = MakePart({.kind = "velero", .source = "kubernetes", .finished = true, .success = true},
                    std::move(fresh), {}, now, &part.facts);
  }
  return part;
}
Assessment Judge(const Part& part, Time now) {
  Snapshot snapshot;
  snapshot.parts.push_back(std::make_shared<Part>(part));
  return Assess(snapshot, now);
}

TEST(FutureTest, ASuccessInTheFutureIsToldAndIsNoRecoveryPoint) {
  const Assessment told = Judge(After(Nightly(kNow + days(7)), {kNow}), kNow);
  ASSERT_EQ(told.rows.front().findings.size(), 1U);
  const Finding& finding = told.rows.front().findings[0];
  EXPECT_EQ(finding.level, Level::kWarning);
  EXPECT_EQ(finding.condition, alerts::kSuccessInFuture);
  EXPECT_EQ(finding.why,
            "the newest good backup is dated 2026-11-27T12:00:00Z, which is 7d from now: a clock is wrong, "
            "there or here, and nobody knows how old it is");
  EXPECT_EQ(told.rows.front().recovery_point, std::nullopt);
  EXPECT_EQ(told.ExitCode(), 1);
}

TEST(FutureTest, ASmallDifferenceOfClocksIsNotTold) {
  const Part part = After(Nightly(kNow + minutes(4)), {kNow});
  EXPECT_TRUE(Judge(part, kNow).rows.front().findings.empty());
  EXPECT_NE(part.facts.objects[0].tracks[0].recovery_point, std::nullopt);
}

TEST(FutureTest, ItCountsFromWhenItWasFirstSeenAndNotFromEachPass) {
  const Facts facts = Nightly(kNow + days(30));
  const Part part = After(facts, {kNow, kNow + days(1), kNow + days(3)});
  EXPECT_EQ(part.derived[0].deadline, *ParseRfc3339("2026-11-22T03:00:00Z"));
  const Assessment late = Judge(part, kNow + days(3));
  EXPECT_EQ(late.rows.front().findings.at(0).condition, alerts::kBackupStale);
  EXPECT_EQ(late.rows.front().findings.at(1).condition, alerts::kSuccessInFuture);
}

TEST(FutureTest, ItDoesNotBecomeGoodWhenItsMomentComes) {
  const Part part = After(Nightly(kNow + days(7)),
                          {kNow, kNow + days(4), kNow + days(7) + hours(1), kNow + days(7) + hours(2)});
  EXPECT_EQ(Judge(part, kNow + days(7) + hours(2)).rows.front().findings.at(0).condition,
            alerts::kBackupStale);
}

TEST(FutureTest, ANewSuccessEndsIt) {
  const Part former = After(Nightly(kNow + days(7)), {kNow});
  const Part part = MakePart({}, Nightly(kNow), {}, kNow + hours(1), &former.facts);
  EXPECT_EQ(part.facts.objects[0].tracks[0].last_success_at_most, std::nullopt);
  EXPECT_TRUE(Judge(part, kNow + hours(1)).rows.front().findings.empty());
}

TEST(FutureTest, AFailureBeforeItIsFollowedByASuccess) {
  Facts facts = Nightly(kNow + days(7));
  facts.objects[0].tracks[0].last_failure = kNow - days(1);
  EXPECT_EQ(Judge(After(facts, {kNow}), kNow).rows.front().findings.size(), 1U);
}

TEST(FutureTest, WhatTheCollectorFoundAheadIsToldBesideTheOneThatCounts) {
  Facts facts = Nightly(kNow - hours(10));
  facts.objects[0].tracks[0].ahead = kNow + days(365);
  const Assessment told = Judge(After(facts, {kNow}), kNow);
  EXPECT_EQ(told.rows.front().findings.at(0).condition, alerts::kSuccessInFuture);
  EXPECT_NE(told.rows.front().recovery_point, std::nullopt);
}

TEST(FutureTest, ABoundThatLiesInTheFutureBoundsNothing) {
  Facts facts = Nightly(kNow);
  Track& track = facts.objects[0].tracks[0];
  track.last_success_start = track.last_success_finish = track.recovery_point = std::nullopt;
  track.last_success_at_most = kNow + days(400);
  EXPECT_EQ(After(facts, {kNow, kNow + days(2)}).facts.objects[0].tracks[0].last_success_at_most, kNow);
}

TEST(FutureTest, ADrillInTheFutureIsToldAndStillDue) {
  Facts facts;
  RestoreTestFacts& test = facts.restore_tests.emplace_back();
  test.key = {"restore_test", "app", "CronJob", "drill"};
  test.observed = kNow;
  test.last_success = kNow + days(30);
  test.max_age = days(7);
  const Part part = After(facts, {kNow, kNow + days(1)});
  EXPECT_EQ(part.restore_test_deadlines[0], kNow + days(7));
  const Finding finding = Judge(part, kNow + days(1)).rows.front().findings.at(0);
  EXPECT_EQ(finding.condition, alerts::kSuccessInFuture);
}

TEST(FutureTest, ADestinationCheckedInTheFutureIsStillDue) {
  Facts facts;
  DestinationFacts& store = facts.destinations.emplace_back();
  store.system = "velero";
  store.last_check = kNow + days(30);
  store.check_deadline = *store.last_check + hours(1);
  EXPECT_EQ(After(facts, {kNow, kNow + days(1)}).facts.destinations[0].check_deadline, kNow + hours(1));
}

TEST(FutureTest, AStreamAndACopyDatedInTheFutureFallSilentAllTheSame) {
  Facts facts;
  StreamFacts stream;
  stream.name = "app";
  stream.newest_entry = kNow + days(30);
  stream.deadline = *stream.newest_entry + hours(1);
  facts.logs.push_back({.name = "loki", .streams = {stream}});
  CopyFacts& copy = facts.copies.emplace_back();
  copy.name = "offsite";
  copy.oldest_missing = kNow + days(30);
  copy.deadline = *copy.oldest_missing + hours(1);
  const Part part = After(facts, {kNow, kNow + days(1)});
  EXPECT_EQ(part.facts.logs[0].streams[0].deadline, kNow + hours(1));
  EXPECT_EQ(part.facts.copies[0].deadline, kNow + hours(1));
}

}  // namespace
}  // namespace lastgood
