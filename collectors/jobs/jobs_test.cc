// Jobs by the .prom files that they leave in a folder, and the config.
#include "collectors/jobs/jobs.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "collectors/jobs/jobs_fixture.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kNightly[] = ", expect: [{job: nightly, schedule: \"0 3 * * *\"}]";

TEST_F(JobsTest, AGoodRunIsReadWithItsFigures) {
  Write("nightly.prom", Good(hours(2), "{job=\"nightly\"}") +
                            "backup_duration_seconds{job=\"nightly\"} 90\n"
                            "backup_files_new{job=\"nightly\"} 7\nbackup_files_changed{job=\"nightly\"} 3\n"
                            "pg_dump_size_bytes{job=\"nightly\"} 1e6\nnode_load1 0.5\n");
  OpenFolder(kNightly);
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_THAT(collected.problems, IsEmpty());
  ASSERT_THAT(former_.objects, SizeIs(1));
  EXPECT_EQ(Job("nightly").observed, clock_.Now());
  EXPECT_EQ(Job("nightly").protection, Protection::kScheduled);
  EXPECT_EQ(Job("nightly").created, std::nullopt) << "when it was first set up is not known";
  EXPECT_EQ(Job("nightly").inspect, "cat " + folder_.path() + "/nightly.prom");
  const Track track = OnlyTrack("nightly");
  EXPECT_EQ(track.last_success_finish, clock_.Now() - hours(2));
  EXPECT_EQ(track.last_success_start, clock_.Now() - hours(2) - seconds(90));
  EXPECT_EQ(track.recovery_point, track.last_success_start);
  EXPECT_EQ(track.last_success_bytes, 1'000'000u);
  EXPECT_EQ(track.files_new, 7u);
  EXPECT_EQ(track.files_changed, 3u);
  EXPECT_EQ(track.last_failure, std::nullopt);
  EXPECT_EQ(track.counts, std::nullopt) << "one run is no history";
  EXPECT_THAT(track.schedules, SizeIs(1));
  ASSERT_THAT(former_.policies, SizeIs(1));
  EXPECT_EQ(former_.policies[0].key, (ObjectKey{"host", "", "Schedule", "nightly"}));
  EXPECT_EQ(former_.policies[0].schedule, "0 3 * * *");
}

TEST_F(JobsTest, WithoutATimestampAFileCountsByItsOwnTime) {
  Write("a.prom", "backup_success 1\n", hours(30));
  OpenFolder();
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(30));
  clock_.Advance(hours(10));
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(40)) << "reading it is no success";
}

TEST_F(JobsTest, AFileFromTheFutureCountsByNoTimeOfItsOwn) {
  Write("a.prom", "backup_success 1\n", -hours(48));
  OpenFolder();
  const Collected collected = Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, std::nullopt);
  EXPECT_EQ(Job("a").created, clock_.Now()) << "so that it is late one day";
  ASSERT_FALSE(collected.problems.empty());
  EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
}

TEST_F(JobsTest, AValueThatCannotBeRightIsToldOnceAndTheJobIsDueFromNow) {
  for (const std::string text :
       {"backup_success 1\nbackup_timestamp 1789990000000\n", "backup_success NaN\n"}) {
    Write("a.prom", text);
    OpenFolder();
    EXPECT_THAT(Run().problems, SizeIs(1)) << text;
    EXPECT_EQ(OnlyTrack("a").last_success_finish, std::nullopt) << text;
    EXPECT_EQ(Job("a").created, clock_.Now());
  }
  Write("a.prom", "backup_files_new 1\n");
  OpenFolder();
  const Collected collected = Run();
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("does not report whether it succeeded"));
}

TEST_F(JobsTest, AMalformedFileCostsNoOtherAndKeepsWhatItSaid) {
  OpenFolder();
  Write("a.prom", Good(hours(1)));
  Write("b.prom", Good(hours(1)));
  Run();
  const Time before = clock_.Now();
  for (const std::string bad :
       {"backup_success{job=\"a\" 1\n", "backup_success 1", "\x01\x02\n", "a b c d\n"}) {
    clock_.Advance(minutes(1));
    Write("a.prom", bad);
    const Collected collected = Run();
    EXPECT_THAT(collected.failures, IsEmpty());
    ASSERT_THAT(collected.problems, SizeIs(1)) << bad;
    EXPECT_EQ(collected.problems[0].name, "a.prom");
    EXPECT_THAT(collected.problems[0].error.message, HasSubstr("jobs host, a.prom"));
    EXPECT_EQ(Job("a").observed, before);
    EXPECT_EQ(Job("b").observed, clock_.Now());
    EXPECT_TRUE(OnlyTrack("a").last_success_finish.has_value());
  }
}

TEST_F(JobsTest, AnExpectedJobMayBeInTheFileThatCannotBeRead) {
  Write("nightly.prom", "not metrics");
  OpenFolder(kNightly);
  Run();
  EXPECT_EQ(Job("nightly").protection, std::nullopt);
  EXPECT_EQ(Job("nightly").observed, Time());
  EXPECT_THAT(Job("nightly").unread, SizeIs(1));
}

TEST_F(JobsTest, AnExpectedJobThatReportsNowhereIsNotProtected) {
  OpenFolder(kNightly);
  Run();
  EXPECT_EQ(Job("nightly").protection, Protection::kImpossible);
  EXPECT_THAT(Job("nightly").protection_detail, HasSubstr("nothing at " + folder_.path() + " reports it"));
}

TEST_F(JobsTest, WithoutAnObjectiveItIsOnDemandAndSaysWhatToAdd) {
  Write("a.prom", "backup_success 1\n");
  OpenFolder();
  Run();
  EXPECT_EQ(Job("a").protection, Protection::kOnDemand);
  EXPECT_THAT(Job("a").protection_detail, HasSubstr("jobs.host.expect"));
  OpenFolder(", max_age: 50h, expect: [{job: a, max_age: 26h}, {job: c}]");
  Write("b.prom", "backup_success 1\n");
  Run();
  EXPECT_EQ(Job("a").max_age, hours(26));
  EXPECT_EQ(Job("b").max_age, hours(50)) << "that of all jobs";
  EXPECT_EQ(Job("c").max_age, hours(50));
}

TEST_F(JobsTest, MetricsAndLabelsOfOnesOwnAreMapped) {
  Write("a.prom", "my_last_ok{task=\"x\"} " + Seconds(hours(5)) +
                      "\nmy_bytes{task=\"x\"} 5\nmy_last_bad{task=\"x\"} " + Seconds(hours(2)) +
                      "\nmy_data_from{task=\"x\"} " + Seconds(hours(6)) + "\n");
  OpenFolder(
      ", job_label: task, metrics: {my_last_ok: last_success, my_last_bad: last_failure, my_bytes: size, "
      "my_data_from: recovery_point}");
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(5));
  EXPECT_EQ(OnlyTrack("x").last_failure, clock_.Now() - hours(2));
  EXPECT_EQ(OnlyTrack("x").last_success_bytes, std::nullopt) << "the size may be that of the failed run";
  EXPECT_EQ(OnlyTrack("x").recovery_point, clock_.Now() - hours(6));
}

TEST_F(JobsTest, InstancesOfAJobAreTracksOfItsObject) {
  Write("a.prom",
        "backup_success{job=\"x\",instance=\"h1\"} 1\nbackup_success{job=\"x\",instance=\"h2\"} 0\n");
  OpenFolder();
  Run();
  ASSERT_THAT(Job("x").tracks, SizeIs(2));
  EXPECT_EQ(Job("x").tracks[0].method, "job on h1");
  EXPECT_TRUE(Job("x").tracks[0].last_success_finish.has_value());
  EXPECT_TRUE(Job("x").tracks[1].last_failure.has_value());
  EXPECT_EQ(Job("x").created, clock_.Now()) << "the second is due from now";
}

TEST_F(JobsTest, LinksPipesAndOtherFilesAreNotRead) {
  Write("notes.txt", "backup_success 1\n");
  std::filesystem::create_symlink("/etc/hostname", folder_ / "link.prom");
  std::filesystem::create_directory(folder_ / "folder.prom");
  ASSERT_EQ(mkfifo((folder_ / "pipe.prom").c_str(), 0600), 0);
  OpenFolder();
  const Collected collected = Run();
  EXPECT_THAT(former_.objects, IsEmpty());
  ASSERT_THAT(collected.problems, SizeIs(3));
  for (const Problem& problem : collected.problems)
    EXPECT_THAT(problem.error.message, HasSubstr("not a regular file"));
}

TEST_F(JobsTest, HugeFilesAndFoldersAreRefused) {
  Write("good.prom", Good(hours(1)));
  Write("huge.prom", std::string(5 * 1024 * 1024, '#') + "\n");
  OpenFolder();
  const Collected one = Run();
  EXPECT_THAT(one.failures, IsEmpty());
  ASSERT_THAT(one.problems, SizeIs(1));
  EXPECT_EQ(one.problems[0].error.code, ErrorCode::kTooLarge);
  EXPECT_TRUE(Knows("good"));
  const std::string line = "# " + std::string(1000, '#') + "\n";
  std::string text;
  while (text.size() < 3 * 1024 * 1024) text += line;
  for (int i = 0; i < 7; ++i) Write("m" + std::to_string(i) + ".prom", text);
  const Collected many = Run();
  ASSERT_THAT(many.failures, SizeIs(1));
  EXPECT_EQ(many.failures[0].code, ErrorCode::kTooLarge);
  EXPECT_TRUE(Knows("good"));
}

TEST_F(JobsTest, AFolderThatIsNotThereIsAFailureAndWhatWasKnownStays) {
  OpenFolder(kNightly);
  Write("nightly.prom", "backup_success 1\n");
  Run();
  const Time before = clock_.Now();
  std::filesystem::remove_all(folder_.path());
  clock_.Advance(minutes(5));
  const Collected collected = Run();
  ASSERT_THAT(collected.failures, SizeIs(1));
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kNotFound);
  EXPECT_EQ(Job("nightly").observed, before);
  EXPECT_TRUE(OnlyTrack("nightly").last_success_finish.has_value());
}

TEST_F(JobsTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<std::string, const char*>> mistakes = {
      {"m: {}", "either folder"},
      {"m: {folder: /a, url: \"http://x\"}", "either folder"},
      {"m: {folder: \"\"}", "expected the path of a folder"},
      {"m: {folder: /a, preset: resticprofil}", "expected one of resticprofile, restic-exporter"},
      {"m: {folder: /a, outcomes: {x: {0: good}}}", "\"good\" is no outcome"},
      {"m: {folder: /a, outcomes: {x: {zero: failure}}}", "expected a number, or other"},
      {"m: {url: \"http://me:hunter2@x\"}", "without user and password"},
      {"m: {folder: /a, metrics: {x: sucess}}", "\"sucess\" is no fact"},
      {"m: {folder: /a, expect: [{job: x}]}", "expected a schedule or max_age"},
      {"m: {folder: /a, expect: [{max_age: 1h}]}", "job is missing"},
      {"m: {folder: /a, expect: [{job: x, schedule: \"61 * * * *\"}]}", "61"},
      {"m: {folder: /a, expect: [{job: x, max_age: 1h}, {job: x, max_age: 2h}]}", "expected twice"},
      {"m: {folder: /a, forget_after: 0s}", "at least 1 s"},
      {"m: {folder: /a, intervall: 1m}", "interval"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = Make(yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
    EXPECT_THAT(made.error().message, testing::Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace lastgood
