#include "collectors/jobs/jobs.h"

#include <gmock/gmock.h>

#include "collectors/jobs/jobs_fixture.h"
#include "tests/support/test_server.h"

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
  Write("nightly.prom", "backup_success{job=\"nightly\"} 1\nbackup_timestamp{job=\"nightly\"} " +
                            Seconds(hours(2)) +
                            "\nbackup_duration_seconds{job=\"nightly\"} 90\n"
                            "backup_files_new{job=\"nightly\"} 7\nbackup_files_changed{job=\"nightly\"} 3\n"
                            "pg_dump_size_bytes{job=\"nightly\"} 1e6\nnode_load1 0.5\n");
  OpenFolder(kNightly);
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_THAT(collected.problems, IsEmpty());
  ASSERT_THAT(former_.objects, SizeIs(1));
  EXPECT_EQ(Job("nightly").observed, clock_.Now());
  EXPECT_EQ(Job("nightly").protection, Protection::kScheduled);
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
  EXPECT_EQ(former_.policies[0].schedule, "0 3 * * *");
}

TEST_F(JobsTest, AFailureKeepsTheSuccessBeforeIt) {
  OpenFolder();
  Write("a.prom", "backup_success 1\nbackup_timestamp " + Seconds(hours(1)) + "\n");
  Run();
  const std::optional<Time> success = OnlyTrack("a").last_success_finish;
  clock_.Advance(hours(24));
  Write("a.prom", "backup_success 0\nbackup_timestamp " + Seconds(hours(1)) + "\n");
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, success);
  EXPECT_EQ(OnlyTrack("a").last_failure, clock_.Now() - hours(1));
  clock_.Advance(hours(24));
  Write("a.prom", "backup_success 1\nbackup_timestamp " + Seconds(hours(1)) + "\n");
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(1));
  EXPECT_EQ(OnlyTrack("a").last_failure, clock_.Now() - hours(25));
}

TEST_F(JobsTest, AFailedDumpWithinAGoodBackupIsNoSuccess) {
  Write("a.prom", "backup_success 1\npg_dump_success 0\nbackup_timestamp " + Seconds(hours(1)) + "\n");
  OpenFolder();
  Run();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, std::nullopt);
  EXPECT_EQ(OnlyTrack("a").last_failure, clock_.Now() - hours(1));
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

TEST_F(JobsTest, AMalformedFileCostsNoOtherAndKeepsWhatItSaid) {
  OpenFolder();
  const std::string good = "backup_success 1\nbackup_timestamp " + Seconds(hours(1)) + "\n";
  Write("a.prom", good);
  Write("b.prom", good);
  Run();
  const Time before = clock_.Now();
  for (const std::string bad :
       {"backup_success{job=\"a\" 1\n", "backup_success 1", "\x01\x02\n", "a b c d\n"}) {
    clock_.Advance(minutes(1));
    Write("a.prom", bad);
    const Collected collected = Run();
    EXPECT_THAT(collected.failures, IsEmpty());
    ASSERT_THAT(collected.problems, SizeIs(1)) << bad;
    EXPECT_THAT(collected.problems[0].error.message, HasSubstr("a.prom"));
    EXPECT_EQ(Job("a").observed, before);
    EXPECT_EQ(Job("b").observed, clock_.Now());
    EXPECT_TRUE(OnlyTrack("a").last_success_finish.has_value());
  }
}

TEST_F(JobsTest, ValuesThatCannotBeRightAreToldAndStayUnknown) {
  const std::vector<std::pair<std::string, const char*>> table = {
      {"backup_success 7\nbackup_timestamp 1789990000\n", "expected 1 or 0, found 7"},
      {"backup_success NaN\nbackup_timestamp 1789990000\n", "expected 1 or 0"},
      {"pg_dump_success 2\nbackup_success 1\nbackup_timestamp 1789990000\n", "expected 1 or 0, found 2"},
      {"backup_timestamp 1789990000000\nbackup_success 1\n", "expected seconds since 1970"},
      {"backup_timestamp 1890000000\nbackup_success 1\n", "lies in the future"},
      {"backup_timestamp -5\nbackup_success 1\n", "expected seconds since 1970"},
      {"backup_timestamp +Inf\nbackup_success 1\n", "expected seconds since 1970"},
      {"backup_timestamp 1789990000\n", "does not report whether it succeeded"},
  };
  for (const auto& [text, says] : table) {
    Write("a.prom", text, -hours(48));  // the file's own time is no help either
    OpenFolder();
    const Collected collected = Run();
    ASSERT_FALSE(collected.problems.empty()) << text;
    EXPECT_THAT(collected.problems[0].error.message, HasSubstr(says)) << text;
    EXPECT_EQ(OnlyTrack("a").last_success_finish, std::nullopt) << text;
  }
}

TEST_F(JobsTest, FiguresThatCannotBeRightCostOnlyThemselves) {
  Write("a.prom", "backup_success 1\nbackup_timestamp " + Seconds(hours(1)) +
                      "\nbackup_duration_seconds -1\npg_dump_size_bytes 1e30\nbackup_files_new 2\n");
  OpenFolder();
  EXPECT_THAT(Run().problems, SizeIs(2));
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(1));
  EXPECT_EQ(OnlyTrack("a").last_success_duration, std::nullopt);
  EXPECT_EQ(OnlyTrack("a").last_success_bytes, std::nullopt);
  EXPECT_EQ(OnlyTrack("a").recovery_point, std::nullopt) << "nobody knows when it began";
  EXPECT_EQ(OnlyTrack("a").files_new, 2u);
}

TEST_F(JobsTest, AnExpectedJobThatReportsNowhereIsNotProtected) {
  OpenFolder(kNightly);
  Run();
  EXPECT_EQ(Job("nightly").protection, Protection::kNoPolicy);
  EXPECT_THAT(Job("nightly").protection_detail, HasSubstr("nothing in " + folder_.path() + " reports it"));
}

TEST_F(JobsTest, AnExpectedJobThatVanishesBecomesLateAndAnotherIsForgotten) {
  OpenFolder(kNightly);
  const std::string good = "backup_success 1\nbackup_timestamp " + Seconds(hours(1)) + "\n";
  Write("nightly.prom", good);
  Write("other.prom", good);
  Run();
  const std::optional<Time> success = OnlyTrack("nightly").last_success_finish;
  std::filesystem::remove(folder_ / "nightly.prom");
  std::filesystem::remove(folder_ / "other.prom");
  clock_.Advance(hours(100));
  Run();
  ASSERT_THAT(former_.objects, SizeIs(1));
  EXPECT_EQ(OnlyTrack("nightly").last_success_finish, success);
  EXPECT_EQ(Job("nightly").observed, clock_.Now());
  EXPECT_THAT(OnlyTrack("nightly").schedules, SizeIs(1));
}

TEST_F(JobsTest, WithoutAnExpectationItIsOnDemandAndSaysWhatToAdd) {
  Write("a.prom", "backup_success 1\n");
  OpenFolder();
  Run();
  EXPECT_EQ(Job("a").protection, Protection::kOnDemand);
  EXPECT_THAT(Job("a").protection_detail, HasSubstr("jobs.host.expect"));
  OpenFolder(", expect: [{job: a, max_age: 26h}]");
  Run();
  EXPECT_EQ(Job("a").max_age, hours(26));
}

TEST_F(JobsTest, MetricsOfOnesOwnAreMapped) {
  Write("a.prom", "my_last_ok{job=\"x\"} " + Seconds(hours(5)) +
                      "\nmy_bytes{job=\"x\"} 5\nmy_last_bad{job=\"x\"} " + Seconds(hours(2)) + "\n");
  OpenFolder(", metrics: {my_last_ok: last_success, my_last_bad: last_failure, my_bytes: size}");
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(5));
  EXPECT_EQ(OnlyTrack("x").last_failure, clock_.Now() - hours(2));
  EXPECT_EQ(OnlyTrack("x").last_success_bytes, std::nullopt) << "the size may be that of the failed run";
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
}

TEST_F(JobsTest, FiguresAboutABucketBecomeABucket) {
  Write("oci.prom",
        "oci_bucket_size_bytes{prefix=\"velero/\"} 10\noci_bucket_object_count{prefix=\"velero/\"} 2\n"
        "oci_bucket_size_bytes{prefix=\"pg-dump/\"} 5\noci_bucket_object_count{prefix=\"pg-dump/\"} 1\n"
        "oci_bucket_limit_bytes 100\n",
        hours(3));
  OpenFolder();
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_THAT(former_.objects, IsEmpty());
  ASSERT_THAT(former_.buckets, SizeIs(1));
  const BucketFacts& bucket = former_.buckets[0];
  EXPECT_EQ(bucket.name, "host");
  EXPECT_EQ(bucket.limit_bytes, 100u);
  EXPECT_EQ(bucket.used_bytes, 15u);
  EXPECT_EQ(bucket.listed, clock_.Now() - hours(3));
  EXPECT_EQ(bucket.listing_deadline, clock_.Now() + hours(46));
  ASSERT_THAT(bucket.prefixes, SizeIs(2));
  EXPECT_EQ(bucket.prefixes[1].prefix, "velero/");
  EXPECT_EQ(bucket.prefixes[1].current, (Usage{10, 2}));
}

TEST_F(JobsTest, ABucketThatIsListedAlreadyIsNotToldTwice) {
  Write("oci.prom",
        "oci_bucket_size_bytes{bucket=\"listed\"} 10\noci_bucket_object_count{bucket=\"listed\"} 2\n");
  OpenFolder();
  const Collected collected = Run();
  EXPECT_THAT(former_.buckets, IsEmpty());
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("buckets.listed"));
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

TEST_F(JobsTest, LinksAndOtherFilesAreNotRead) {
  Write("notes.txt", "backup_success 1\n");
  std::filesystem::create_symlink("/etc/hostname", folder_ / "link.prom");
  OpenFolder();
  const Collected collected = Run();
  EXPECT_THAT(former_.objects, IsEmpty());
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("not a regular file"));
}

TEST_F(JobsTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<std::string, const char*>> mistakes = {
      {"m: {}", "either folder"},
      {"m: {folder: /a, url: \"http://x\"}", "either folder"},
      {"m: {folder: relative}", "absolute"},
      {"m: {url: \"http://me:hunter2@x\"}", "without user and password"},
      {"m: {folder: /a, metrics: {x: sucess}}", "\"sucess\" is no fact"},
      {"m: {folder: /a, expect: [{job: x}]}", "expected a schedule or max_age"},
      {"m: {folder: /a, expect: [{max_age: 1h}]}", "job is missing"},
      {"m: {folder: /a, expect: [{job: x, schedule: \"61 * * * *\"}]}", "61"},
      {"m: {folder: /a, expect: [{job: x, max_age: 1h}, {job: x, max_age: 2h}]}", "expected twice"},
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
