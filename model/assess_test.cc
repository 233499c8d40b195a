#include "model/assess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

ObjectFacts Good(const std::string& name = "pg") {
  Track track{.method = "plugin", .destination = "store"};
  track.schedules = {*Cron::Parse("0 2 * * *", CronDialect::kStandard)};
  track.counts = BackupCounts{.completed = 3};
  track.last_success_start = kNow - hours(10);
  track.last_success_finish = track.recovery_point = kNow - hours(9);
  ObjectFacts object{.key = {"cnpg", "app", "Cluster", name}, .observed = kNow};
  object.created = kNow - days(90);
  object.protection = Protection::kScheduled;
  object.tracks = {track};
  return object;
}

Snapshot With(Facts facts, CollectorState state = {}, Time now = kNow) {
  if (state.kind.empty()) state.kind = "cnpg";
  if (state.source.empty()) state.source = "kubernetes";
  Snapshot snapshot;
  snapshot.parts.push_back(std::make_shared<Part>(MakePart(std::move(state), std::move(facts), {}, now)));
  return snapshot;
}

Assessment Of(ObjectFacts object, Time now = kNow) {
  Facts facts;
  facts.objects = {std::move(object)};
  return Assess(With(std::move(facts), {}, now), now);
}

std::vector<std::string> Conditions(const Assessment& assessment) {
  std::vector<std::string> conditions;
  for (const Finding& finding : assessment.rows.front().findings)
    conditions.push_back(finding.condition.empty() ? finding.what : std::string(finding.condition));
  return conditions;
}

TEST(AssessTest, AGoodObjectIsGood) {
  const Assessment assessment = Of(Good());
  EXPECT_THAT(Conditions(assessment), IsEmpty());
  EXPECT_EQ(assessment.Answer(), "1 object, none at risk.");
  EXPECT_EQ(assessment.ExitCode(), 0);
}

TEST(AssessTest, PastItsDeadlineItIsStaleAndLaterCritical) {
  ObjectFacts object = Good();
  object.tracks[0].last_success_start = object.tracks[0].last_success_finish = kNow - days(3);
  const Assessment late = Of(object);
  EXPECT_THAT(Conditions(late), ElementsAre("BackupStale"));
  EXPECT_EQ(late.ExitCode(), 1);
  object.tracks[0].last_success_start = kNow - hours(50);
  EXPECT_EQ(Of(object).rows[0].level, Level::kWarning);
  object.tracks[0].last_success_start = kNow - days(10);
  EXPECT_EQ(Of(object).rows[0].level, Level::kCritical);
}

TEST(AssessTest, ADeadSourceNeverLooksLikeALateBackup) {
  ObjectFacts object = Good();
  object.observed = kNow;
  const Assessment assessment = Of(object, kNow + days(7));
  EXPECT_THAT(Conditions(assessment), ElementsAre("not read since its deadline"));
  EXPECT_EQ(assessment.ExitCode(), 2);
}

TEST(AssessTest, NeverBackedUpIsCriticalOncePastItsDeadlineAndNewBefore) {
  ObjectFacts object = Good();
  object.tracks[0].counts = BackupCounts{};
  object.tracks[0].last_success_start = object.tracks[0].last_success_finish =
      object.tracks[0].recovery_point = std::nullopt;
  EXPECT_THAT(Conditions(Of(object)), ElementsAre("BackupNeverSucceeded"));
  object.created = kNow - hours(1);
  EXPECT_THAT(Conditions(Of(object)), ElementsAre("new, no backup yet"));
  EXPECT_EQ(Of(object).ExitCode(), 0);
}

TEST(AssessTest, AFailureNewerThanTheSuccessIsFailing) {
  ObjectFacts object = Good();
  object.tracks[0].last_failure = kNow - hours(1);
  object.tracks[0].last_failure_message = "disk full";
  const Assessment assessment = Of(object);
  EXPECT_THAT(Conditions(assessment), ElementsAre("BackupFailed"));
  EXPECT_EQ(assessment.rows[0].findings[0].why, "disk full");
  object.tracks[0].last_failure = kNow - days(2);
  EXPECT_THAT(Conditions(Of(object)), IsEmpty());
}

TEST(AssessTest, AWindowIsNotShortWhileTheNextBackupIsNotDue) {
  ObjectFacts object = Good();
  object.tracks[0].retention = days(7);
  object.tracks[0].recovery_window_start = kNow - days(6);  // what was made daily, and kept for a week each
  object.tracks[0].schedules = {Cron::Parse("@daily", CronDialect::kStandard).value()};
  EXPECT_THAT(Conditions(Of(object)), IsEmpty());
  object.tracks[0].recovery_window_start = kNow - days(4);
  EXPECT_THAT(Conditions(Of(object)), ElementsAre("RecoveryWindowShort"));
}

TEST(AssessTest, EachConditionIsFoundAndTheWorstComesFirst) {
  ObjectFacts object = Good();
  Track& track = object.tracks[0];
  track.running_since = kNow - hours(5);
  track.last_success_bytes = 10;
  track.typical_bytes = 1000;
  track.retention = days(30);
  track.recovery_window_start = kNow - days(3);
  object.wal_archiving = false;
  EXPECT_THAT(Conditions(Of(object)),
              ElementsAre("WALArchivingFailed", "BackupStuck", "BackupShrunk", "RecoveryWindowShort"));
}

TEST(AssessTest, UnprotectedTellsWhyAndSuspendedIsItsOwnCondition) {
  ObjectFacts object = Good();
  object.tracks.clear();
  object.protection = Protection::kDeadLabel;
  object.protection_detail = "no job named nightly";
  const Assessment assessment = Of(object);
  EXPECT_THAT(Conditions(assessment), ElementsAre("Unprotected"));
  EXPECT_EQ(assessment.rows[0].findings[0].why, "no job named nightly");
  object.protection = Protection::kSuspended;
  EXPECT_THAT(Conditions(Of(object)), ElementsAre("ScheduleSuspended"));
}

TEST(AssessTest, WhatIsDeliberateIsToldButNotAtRisk) {
  ObjectFacts object = Good();
  object.tracks[0].last_failure = kNow;
  object.ignore = "scratch";
  const Assessment assessment = Of(object);
  EXPECT_EQ(assessment.rows[0].level, Level::kNotice);
  EXPECT_EQ(assessment.rows[0].findings[0].why, "scratch");
  EXPECT_EQ(assessment.ExitCode(), 0);
}

TEST(AssessTest, WhatCouldNotBeReadIsUnknownAndRiskBeatsIt) {
  ObjectFacts object = Good();
  object.unread = {"no ScheduledBackup is in the dump"};
  EXPECT_EQ(Of(object).ExitCode(), 2);
  EXPECT_EQ(Of(object).Answer(), "1 object, none at risk. 1 could not be judged.");
  object.wal_archiving = false;
  EXPECT_EQ(Of(object).ExitCode(), 1);
}

TEST(AssessTest, NothingFoundIsNotGood) {
  const Assessment assessment = Assess(With({}), kNow);
  EXPECT_EQ(assessment.ExitCode(), 2);
  EXPECT_EQ(Assess({}, kNow).ExitCode(), 2);
}

TEST(AssessTest, AFailingCollectorCannotTell) {
  CollectorState state;
  state.failures = {{ErrorCode::kForbidden, "list backups: forbidden"}};
  Facts facts;
  facts.objects = {Good()};
  const Assessment assessment = Assess(With(std::move(facts), std::move(state)), kNow);
  EXPECT_EQ(assessment.ExitCode(), 2);
  EXPECT_EQ(assessment.rows[0].subject, Subject::kCollector);
}

TEST(AssessTest, ABucketNearItsLimitWarnsAt85PercentAndIsCriticalAt95) {
  BucketFacts bucket{
      .name = "b", .used_bytes = 84, .limit_bytes = 100, .listed = kNow, .listing_deadline = kNow + hours(2)};
  const auto level = [&](std::uint64_t used) {
    bucket.used_bytes = used;
    Facts facts;
    facts.buckets = {bucket};
    return Assess(With(std::move(facts)), kNow).rows[0].level;
  };
  EXPECT_EQ(level(84), Level::kGood);
  EXPECT_EQ(level(85), Level::kWarning);
  EXPECT_EQ(level(95), Level::kCritical);
}

TEST(AssessTest, ASilentStreamIsToldOnlyWhenLokiAnswered) {
  StreamFacts stream{
      .name = "app", .newest_entry = kNow - hours(3), .deadline = kNow - hours(2), .checked = kNow};
  Facts facts;
  facts.logs = {{.name = "main", .ready = true, .streams = {stream}}};
  EXPECT_EQ(Assess(With(facts), kNow).rows[0].findings[0].condition, "LogsSilent");
  facts.logs[0].streams[0].checked = kNow - hours(3);
  EXPECT_EQ(Assess(With(facts), kNow).rows[0].level, Level::kGood);
}

TEST(AssessTest, AnUnavailableDestinationAndAnInvalidScheduleAreAtRisk) {
  Facts facts;
  facts.destinations = {{.system = "longhorn",
                         .namespace_ = "longhorn-system",
                         .name = "default",
                         .available = false,
                         .detail = "no route"}};
  facts.policies = {{.key = {"cnpg", "app", "ScheduledBackup", "daily"}, .schedule = "x", .valid = false}};
  const Assessment assessment = Assess(With(std::move(facts)), kNow);
  EXPECT_EQ(assessment.rows[0].findings[0].condition, "DestinationUnavailable");
  EXPECT_EQ(assessment.rows[1].findings[0].condition, "ScheduleInvalid");
}

TEST(AssessTest, FiltersScopeTheVerdict) {
  ObjectFacts bad = Good("bad");
  bad.key.namespace_ = "other";
  bad.wal_archiving = false;
  Facts facts;
  facts.objects = {Good(), bad};
  const Snapshot snapshot = With(std::move(facts));
  EXPECT_EQ(Assess(snapshot, kNow).ExitCode(), 1);
  EXPECT_EQ(Assess(snapshot, kNow, {}, {.namespace_ = "app"}).ExitCode(), 0);
  EXPECT_EQ(Assess(snapshot, kNow, {}, {.system = "longhorn"}).ExitCode(), 2) << "nothing was found";
}

TEST(AssessTest, WorstFirstThenByName) {
  ObjectFacts bad = Good("zz");
  bad.wal_archiving = false;
  Facts facts;
  facts.objects = {Good("b"), bad, Good("a")};
  const Assessment assessment = Assess(With(std::move(facts)), kNow);
  EXPECT_EQ(assessment.rows[0].key.name, "zz");
  EXPECT_EQ(assessment.rows[1].key.name, "a");
  EXPECT_EQ(assessment.Answer(), "1 of 3 objects is at risk.");
}

TEST(AssessTest, ARestoreDrillThatFailsOrIsOverdueIsAtRisk) {
  RestoreTestFacts test{.key = {"restore_test", "app", "CronJob", "drill"}, .observed = kNow};
  test.max_age = days(7);
  test.last_success = kNow - days(8);
  Facts facts;
  facts.restore_tests = {test};
  EXPECT_THAT(Conditions(Assess(With(facts), kNow)), ElementsAre("RestoreTestStale"));
  facts.restore_tests.front().last_failure = kNow - hours(1);
  EXPECT_THAT(Conditions(Assess(With(facts), kNow)), ElementsAre("RestoreTestFailed", "RestoreTestStale"));
  facts.restore_tests.front().last_success = kNow;
  EXPECT_EQ(Assess(With(facts), kNow).ExitCode(), 0);
  facts.restore_tests.front().last_success = kNow - days(8);
  facts.restore_tests.front().last_failure = std::nullopt;
  facts.restore_tests.front().observed = kNow - days(2);
  EXPECT_EQ(Assess(With(facts), kNow).ExitCode(), 0) << "a dead source is not an overdue drill";
}

TEST(AssessTest, ACopyIsBehindOnceItsOldestMissingObjectIsTooOld) {
  CopyFacts copy{.name = "offsite", .missing_objects = 2, .oldest_missing = kNow - days(2)};
  copy.deadline = kNow - days(1);
  copy.checked = kNow;
  Facts facts;
  facts.copies = {copy};
  EXPECT_THAT(Conditions(Assess(With(facts), kNow)), ElementsAre("CopyBehind"));
  facts.copies.front().deadline = kNow + hours(1);
  EXPECT_EQ(Assess(With(facts), kNow).ExitCode(), 0);
  facts.copies.front().checked = std::nullopt;
  EXPECT_EQ(Assess(With(facts), kNow).ExitCode(), 2);
}

TEST(AssessTest, EvidenceAgainstABackupIsCritical) {
  ObjectFacts object = Good();
  object.proofs = {{"listing", false, kNow, "segment 0A is missing"}};
  EXPECT_THAT(Conditions(Of(object)), ElementsAre("NotRestorable"));
  object.proofs.front().restorable = true;
  EXPECT_THAT(Conditions(Of(object)), IsEmpty());
}

}  // namespace
}  // namespace lastgood
