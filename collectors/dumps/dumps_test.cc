#include "collectors/dumps/dumps.h"

#include "collectors/dumps/dumps_fixture.h"
#include "model/derive.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(DumpsTest, TheNewestWholeDumpIsFound) {
  for (int day = 0; day < 5; ++day) Put(days(day) + hours(1), Dump(10 + static_cast<std::size_t>(day)));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Folder().key, (ObjectKey{"dumps", "", "Folder", "pg"}));
  EXPECT_EQ(Folder().protection, Protection::kScheduled);
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 5}));
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(1)));
  EXPECT_EQ(Dumps().last_success_start, Minute(hours(1) + minutes(5)));
  EXPECT_EQ(Dumps().recovery_point, Minute(hours(1) + minutes(5)));
  EXPECT_EQ(Dumps().recovery_window_start, Minute(days(4) + hours(1) + minutes(5)));
  EXPECT_EQ(Dumps().last_success_bytes, Dump(10).size());
  EXPECT_EQ(Dumps().typical_bytes, (Dump(12).size() + Dump(13).size()) / 2);
  ASSERT_EQ(Folder().proofs.size(), 1u);
  EXPECT_EQ(Folder().proofs[0].proof, "content");
  EXPECT_TRUE(Folder().proofs[0].restorable);
}

TEST_F(DumpsTest, EmptyAndCutDumpsArePassedOver) {
  Put(hours(1), "");
  Put(hours(25), Dump().substr(0, 60));
  Put(hours(49), Dump());
  Run();
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(49)));
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1, .failed = 2}));
  EXPECT_EQ(Dumps().last_failure, Ago(hours(1)));
  EXPECT_THAT(Dumps().last_failure_message, HasSubstr("empty"));
}

TEST_F(DumpsTest, ADumpThatIsBeingWrittenIsNeitherGoodNorFailed) {
  Put(hours(25), Dump());
  Put(minutes(2), Dump().substr(0, 60), minutes(30));
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1, .running = 1}));
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(25)));
  EXPECT_EQ(Dumps().last_failure, std::nullopt);
  EXPECT_EQ(Dumps().running_since, Minute(minutes(32)));
  // Nobody goes on writing it.
  clock_.Advance(hours(1));
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1, .failed = 1}));
}

TEST_F(DumpsTest, AFileThatGrowsIsBeingWrittenHoweverOldItIs) {
  Put(hours(1), Dump(10).substr(0, 60));
  Run();
  EXPECT_EQ(Dumps().counts->failed, 1);
  Put(hours(1), Dump(10).substr(0, 90));
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.running = 1}));
}

TEST_F(DumpsTest, AWholeDumpIsGoodTheMomentItIsWritten) {
  Put(minutes(1), Dump());
  Run();
  EXPECT_EQ(Dumps().last_success_finish, Ago(minutes(1)));
}

TEST_F(DumpsTest, OldDumpsThatWereCopiedTodayAreNotYoung) {
  Put(hours(1), Dump(), days(10));
  Run();
  EXPECT_EQ(Dumps().last_success_start, Minute(days(10) + hours(1)));
  EXPECT_LE(*Dumps().last_success_finish, Minute(days(10)));
}

TEST_F(DumpsTest, NoFileByThePatternIsToldWithOneThatIsThere) {
  folder_.Write("pg/dump.sql", Dump());
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Folder().protection, Protection::kImpossible);
  EXPECT_THAT(Folder().protection_detail, HasSubstr("none of 1 files there matches the pattern"));
  EXPECT_THAT(Folder().protection_detail, HasSubstr("pg/dump.sql for one"));
  EXPECT_EQ(Dumps().counts, BackupCounts{});
}

TEST_F(DumpsTest, WithoutATimeInTheNameTheFileSystemTellsIt) {
  OpenPattern("*.sql");
  folder_.Write("pg/b.sql", Dump());
  folder_.Write("pg/a.sql", Dump());
  folder_.Write("pg/sub/c.sql", Dump());
  Touch("pg/b.sql", Ago(hours(30)));
  Touch("pg/a.sql", Ago(hours(6)));
  Run();
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(6)));
  EXPECT_EQ(Dumps().last_success_start, std::nullopt);
  EXPECT_EQ(Dumps().recovery_point, std::nullopt) << "the end of a dump is no moment of its data";
  EXPECT_EQ(Dumps().counts->completed, 2) << "* does not enter folders";
}

TEST_F(DumpsTest, FilesFromTheFutureProveNothing) {
  Put(hours(1), Dump());
  Put(-days(300), Dump());
  const Collected collected = Run();
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(1)));
  ASSERT_EQ(collected.problems.size(), 1u);
  EXPECT_EQ(collected.problems[0].error.code, ErrorCode::kClockSkew);
}

TEST_F(DumpsTest, WhenAllAreBrokenTheDeadlineCountsFromTheOldest) {
  for (int day = 0; day < 4; ++day) Put(days(day) + hours(1), "");
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.failed = 4}));
  EXPECT_LT(*Derive(Folder(), {}, clock_.Now()).deadline, clock_.Now());
}

TEST_F(DumpsTest, OfThousandsOfDumpsTheNewestIsFound) {
  OpenPattern("%s.sql");
  for (int i = 0; i < 1500; ++i) folder_.Write(fmt::format("pg/{}.sql", 1700000000 + i), Dump());
  Run();
  EXPECT_EQ(Dumps().recovery_point, Time(std::chrono::seconds(1700001499)));
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1500}));
}

// The bucket answers ranges of one dump, or refuses.
TEST_F(DumpsTest, InABucketOnlyTheEndsAreRead) {
  OpenPattern("%F.sql", "max_age: 26h", "s3");
  const std::string dump = Dump(1'000'000);
  server_.Put("pg/2026-08-20.sql", dump.size(), "2026-08-20T02:40:00Z");
  std::atomic<std::size_t> sent = 0;
  server_.SetOverride([&](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (!request.Query("list-type").empty()) return std::nullopt;
    std::size_t from = 0, to = 0;
    if (std::sscanf(request.Header("range").c_str(), "bytes=%zu-%zu", &from, &to) != 2) return std::nullopt;
    sent += to - from + 1;
    return TestServer::Reply{.status = 206, .body = dump.substr(from, to - from + 1)};
  });
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Dumps().last_success_finish, *ParseRfc3339("2026-08-20T02:40:00Z"));
  EXPECT_EQ(Dumps().recovery_point, *ParseRfc3339("2026-08-20T00:00:00Z"));
  ASSERT_EQ(Folder().proofs.size(), 1u);
  EXPECT_EQ(Folder().proofs[0].proof, "ends") << "what lies between was not read";
  EXPECT_LT(sent, 10'000u);
  const std::size_t before = sent;
  Run();
  EXPECT_EQ(sent, before) << "what is known is not read again";
}

TEST_F(DumpsTest, ARightToListOnlyProvesNothingAndCostsNothing) {
  OpenPattern("%F.sql", "max_age: 26h", "s3");
  server_.Put("pg/2026-08-20.sql", 1000, "2026-08-20T02:40:00Z");
  server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (!request.Query("list-type").empty()) return std::nullopt;
    return TestServer::Reply{.status = 403, .body = S3TestError("AccessDenied")};
  });
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1}));
  EXPECT_THAT(Folder().proofs, IsEmpty());
  EXPECT_THAT(Folder().unread, ElementsAre("pg/2026-08-20.sql: listed, but we may not read it"));
}

TEST_F(DumpsTest, ABucketThatFailsLeavesWhatWasKnown) {
  OpenPattern("%F.sql", "max_age: 26h", "s3");
  server_.Put("pg/2026-08-20.sql", 0, "2026-08-20T02:40:00Z");
  server_.Put("pg/2026-08-19.sql", 0, "2026-08-19T02:40:00Z");
  Run();
  const Time observed = Folder().observed;
  clock_.Advance(hours(1));
  const std::vector<std::pair<TestServer::Reply, ErrorCode>> faults = {
      {{.status = 403, .body = S3TestError("AccessDenied")}, ErrorCode::kForbidden},
      {{.body = "<ListBucketResult>", .fault = TestServer::Fault::kReset, .fault_after = 5},
       ErrorCode::kUnavailable},
      {{.body = "<html>"}, ErrorCode::kMalformed}};
  for (const auto& [reply, code] : faults) {
    server_.SetOverride([reply = reply](const auto&) { return std::optional(reply); });
    const Collected collected = Run();
    ASSERT_EQ(collected.failures.size(), 1u);
    EXPECT_EQ(collected.failures[0].code, code) << collected.failures[0].message;
    EXPECT_THAT(collected.failures[0].message, HasSubstr("dumps pg: listing s3://backups/pg/"));
    EXPECT_EQ(Folder().observed, observed);
    EXPECT_EQ(Dumps().counts, (BackupCounts{.failed = 2}));
  }
}

TEST_F(DumpsTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::vector<std::pair<const char*, const char*>> mistakes = {
      {"p: {bucket: nfs, pattern: \"%Q\"}", "%Q is not known"},
      {"p: {bucket: nfs, pattern: \"%m%d\"}", "needs its year"},
      {"p: {bucket: nfs, pattern: \"%Y%d\"}", "needs its day"},
      {"p: {bucket: nfs, pattern: \"%Y%m%d%M\"}", "%M needs %H"},
      {"p: {bucket: nfs, pattern: \"%F\", timezone: Mars}", "Mars"},
      {"p: {bucket: nfs, timezone: Europe/Berlin}", "of no use without"},
      {"p: {bucket: nfs, settle: 0s}", "at least"},
      {"p: {bucket: nfz}", "did you mean \"nfs\"?"},
      {"p: {bucket: nfs, patern: x}", "pattern"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = TryMake(&MakeDumpCollectors, yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
  }
}

}  // namespace
}  // namespace lastgood
