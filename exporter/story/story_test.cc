#include "exporter/story/story.h"

#include <gmock/gmock.h>

#include "exporter/story/story_text.h"
#include "model/coverage.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using std::chrono::hours;

const Time kNow{std::chrono::sys_days(std::chrono::January / 15 / 2026) + hours(12)};
const ObjectKey kKey{"cnpg", "shop", "Cluster", "carts"};

// Backed up daily at two until three days ago.
ObjectFacts Carts() {
  ObjectFacts object{.key = kKey, .observed = kNow, .created = kNow - hours(24 * 90)};
  object.protection = Protection::kScheduled;
  object.inspect = "kubectl -n shop get backups";
  Track track{.method = "plugin", .destination = "s3-backups", .counts = BackupCounts{.completed = 2}};
  track.policies = {{"cnpg", "shop", "ScheduledBackup", "carts-daily"}};
  track.schedules = {*Cron::Parse("0 2 * * *", CronDialect::kStandard)};
  track.last_success_start = kNow - hours(24 * 3 + 10);
  track.last_success_finish = track.recovery_point = *track.last_success_start + hours(1);
  track.runs = {{.ended = *track.last_success_finish - hours(24), .bytes = 2'000},
                {.ended = *track.last_success_finish, .bytes = 3'000}};
  object.tracks = {track};
  return object;
}

Snapshot Of(Facts facts, Objectives objectives = {}) {
  CollectorState state;
  state.kind = "cnpg";
  state.source = "kubernetes";
  Snapshot snapshot;
  snapshot.parts = {std::make_shared<const Part>(MakePart(state, std::move(facts), objectives, kNow))};
  snapshot.coverage = std::make_shared<const Coverage>(Cover(snapshot.parts, objectives));
  snapshot.objectives = std::make_shared<const Objectives>(std::move(objectives));
  return snapshot;
}

Story StoryOf(const Snapshot& snapshot, const ObjectKey& key = kKey) {
  const Assessment assessment = Assess(snapshot, kNow);
  const Row* row = FindRow(assessment, key);
  EXPECT_NE(row, nullptr);
  return row == nullptr ? Story() : TellStory(*row, snapshot, kNow);
}

std::string NoteOf(const Story& story, const std::string& what) {
  for (const StoryFact& fact : story.facts)
    if (fact.what == what) return fact.note;
  return "no such fact";
}

TEST(StoryTest, TheDeadlineIsToldWithWhatItFollowsFrom) {
  EXPECT_EQ(
      NoteOf(StoryOf(Of({.objects = {Carts()}})), "Next good backup due by"),
      "its schedule's run number 2 after the newest good backup (2026-01-12T02:00:00Z), and 1h of grace");
  ObjectFacts annotated = Carts();
  annotated.max_age = hours(26);
  EXPECT_EQ(
      NoteOf(StoryOf(Of({.objects = {annotated}})), "Next good backup due by"),
      "no older than 1d 2h, by lastgood.dev/max-age; from the newest good backup (2026-01-12T03:00:00Z)");
  Objectives objectives;
  objectives.fallback.max_age = hours(26);
  EXPECT_THAT(NoteOf(StoryOf(Of({.objects = {Carts()}}, objectives)), "Next good backup due by"),
              HasSubstr("by its objective"));
}

TEST(StoryTest, TheStripShowsWhatEndedAndWhatWasDueSince) {
  const Story story = StoryOf(Of({.objects = {Carts()}}));
  ASSERT_EQ(story.tracks.size(), 1U);
  using Kind = StoryRun::Kind;
  EXPECT_THAT(story.tracks[0].runs,
              ElementsAre(Field(&StoryRun::kind, Kind::kGood), Field(&StoryRun::kind, Kind::kGood),
                          Field(&StoryRun::kind, Kind::kMissed), Field(&StoryRun::kind, Kind::kMissed),
                          Field(&StoryRun::kind, Kind::kMissed)));
}

// Whether a run was missed is not known of what was not read, nor while one is running.
TEST(StoryTest, NoRunIsCalledMissedThatMayHaveBegun) {
  ObjectFacts unread = Carts();
  unread.observed = *unread.tracks[0].last_success_finish;
  EXPECT_EQ(StoryOf(Of({.objects = {unread}})).tracks[0].runs.size(), 2U);
  ObjectFacts running = Carts();
  running.tracks[0].running_since = kNow - hours(60);
  EXPECT_EQ(StoryOf(Of({.objects = {running}})).tracks[0].runs.size(), 2U);
}

TEST(StoryTest, WithoutAListTheNewestGoodAndBadRunsAreTold) {
  ObjectFacts object = Carts();
  object.tracks[0].runs.clear();
  object.tracks[0].schedules.clear();
  object.tracks[0].last_failure = kNow - hours(1);
  const Story story = StoryOf(Of({.objects = {object}}));
  EXPECT_THAT(story.tracks[0].runs, ElementsAre(Field(&StoryRun::kind, StoryRun::Kind::kGood),
                                                Field(&StoryRun::kind, StoryRun::Kind::kFailed)));
}

TEST(StoryTest, PoliciesDestinationsAndDrillsStandBesideTheObject) {
  Facts facts{.objects = {Carts()}};
  facts.policies = {{.key = {"cnpg", "shop", "ScheduledBackup", "carts-daily"}, .schedule = "0 0 2 * * *"}};
  facts.destinations = {{.system = "cnpg",
                         .namespace_ = "shop",
                         .name = "s3-backups",
                         .url = "s3://b",
                         .available = false,
                         .observed = kNow}};
  RestoreTestFacts drill{
      .key = {"restore_test", "shop", "CronJob", "prove"}, .restores = {kKey}, .observed = kNow};
  drill.last_success = kNow - hours(30);
  facts.restore_tests = {drill};
  const Story story = StoryOf(Of(facts));
  std::map<std::string, std::string> told;
  for (const StoryList& list : story.lists)
    for (const StoryLine& line : list.lines)
      told[list.title] = (line.object ? line.object->name : "") + ": " + line.text;
  EXPECT_EQ(told["Policies"], "carts-daily: 0 0 2 * * *");
  EXPECT_EQ(told["Destinations"], "s3-backups: s3://b, cannot be reached");
  EXPECT_EQ(told["Restore drills"], "prove: restored it last");
  EXPECT_THAT(story.commands, Contains("kubectl -n shop get backups"));
}

TEST(StoryTest, AClaimIsToldByWhatCoversIt) {
  Facts facts;
  ObjectFacts schedule{.key = {"velero", "velero", "Schedule", "nightly"}, .observed = kNow};
  schedule.protection = Protection::kScheduled;
  schedule.covers = {{.namespaces = {"app"}}};
  schedule.tracks = {{.method = "fsb", .counts = BackupCounts{.completed = 1}}};
  schedule.tracks[0].recovery_point = kNow - hours(5);
  facts.objects = {schedule};
  const ObjectKey claim{"kubernetes", "app", "PersistentVolumeClaim", "data"};
  facts.workloads = {{.key = claim, .observed = kNow}};
  const Snapshot snapshot = Of(facts);
  const Story story = StoryOf(snapshot, claim);
  ASSERT_FALSE(story.lists.empty());
  EXPECT_EQ(story.lists[0].title, "Covered by");
  EXPECT_EQ(story.lists[0].lines[0].object, schedule.key);
  const Story other = StoryOf(snapshot, schedule.key);
  EXPECT_EQ(other.lists[0].title, "Its backups hold");
  EXPECT_EQ(other.lists[0].lines[0].object, claim);
}

TEST(StoryTest, SecretsInMessagesAreLeftOut) {
  ObjectFacts object = Carts();
  object.tracks[0].last_failure = kNow - hours(1);
  object.tracks[0].last_failure_message = "cannot push: password=hunter2";
  EXPECT_THAT(RenderStory(StoryOf(Of({.objects = {object}})), kNow), Not(HasSubstr("hunter2")));
}

TEST(StoryTest, EachThingHasAStory) {
  Facts facts;
  facts.buckets = {{.name = "b", .url = "s3://b", .used_bytes = 7, .listing_deadline = kNow + hours(1)}};
  facts.copies = {{.name = "off", .from = "s3://b", .to = "s3://c"}};
  facts.logs = {{.name = "main", .url = "http://loki", .ready = true}};
  facts.policies = {
      {.key = {"cnpg", "shop", "ScheduledBackup", "lost"}, .schedule = "@daily", .valid = false}};
  const Snapshot snapshot = Of(facts);
  const Assessment assessment = Assess(snapshot, kNow);
  for (const Row& row : assessment.rows) {
    if (row.subject == Subject::kCollector) continue;
    EXPECT_THAT(TellStory(row, snapshot, kNow).facts, Not(IsEmpty())) << ToString(row.subject);
  }
  EXPECT_GE(assessment.rows.size(), 4U);
}

TEST(StoryTextTest, ATerminalGetsItWithinItsWidth) {
  const std::string text = RenderStory(StoryOf(Of({.objects = {Carts()}})), kNow, 60);
  EXPECT_THAT(text, HasSubstr("CRITICAL: cnpg Cluster shop/carts\n"));
  EXPECT_THAT(text, HasSubstr("critical: overdue since"));
  EXPECT_THAT(text, HasSubstr("[BackupStale]"));
  EXPECT_THAT(text, HasSubstr("\nplugin to s3-backups\n"));
  EXPECT_THAT(text, HasSubstr("    missed  "));
  for (std::size_t start = 0, end = 0; end != text.npos; start = end + 1) {
    end = text.find('\n', start);
    const std::string line = text.substr(start, end - start);
    if (line.find("2026-") == line.npos) {
      EXPECT_LE(line.size(), 60U) << line;
    }
  }
}

TEST(StoryTextTest, ControlCharactersReachNoTerminal) {
  ObjectFacts object = Carts();
  object.protection_detail = "\x1b[31mred\nline";
  EXPECT_THAT(RenderStory(StoryOf(Of({.objects = {object}})), kNow),
              AllOf(Not(HasSubstr("\x1b")), HasSubstr("red line")));
}

}  // namespace
}  // namespace lastgood
