#include "collectors/dumps/dumps.h"

#include <filesystem>

#include "collectors/shared/store_fixture.h"
#include "model/derive.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Dump(std::size_t rows = 10) {
  std::string text = "--\n-- PostgreSQL database dump\n--\n\nCOPY public.t (a) FROM stdin;\n";
  for (std::size_t i = 0; i < rows; ++i) text += "row\n";
  return text + "\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
}

class DumpsTest : public StoreTest {
 protected:
  void SetUp() override { OpenPattern("dump-%Y%m%d-%H%M.sql", "schedule: \"30 2 * * *\""); }
  void OpenPattern(const std::string& pattern, const std::string& more = "max_age: 26h",
                   const char* bucket = "nfs") {
    Open(&MakeDumpCollectors,
         fmt::format("pg: {{bucket: {}, prefix: pg/, pattern: \"{}\", {}}}", bucket, pattern, more));
  }
  // A file that was written at `ago`, with its name's time `took` before.
  void Put(Duration ago, const std::string& content, Duration took = minutes(5)) {
    const std::string text = FormatRfc3339(Minute(ago + took));
    const std::string name = fmt::format("pg/dump-{}{}{}-{}{}.sql", text.substr(0, 4), text.substr(5, 2),
                                         text.substr(8, 2), text.substr(11, 2), text.substr(14, 2));
    folder_.Write(name, content);
    Touch(name, Ago(ago));
  }
  Time Minute(Duration ago) const { return std::chrono::floor<minutes>(Ago(ago)); }
  const ObjectFacts& Folder() const { return former_.objects.at(0); }
  const Track& Dumps() const { return Folder().tracks.at(0); }
};

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

TEST_F(DumpsTest, ChecksumsAndLogsBesideADumpAreNoDumps) {
  OpenPattern("*");
  folder_.Write("pg/a.sql", Dump());
  Touch("pg/a.sql", Ago(hours(2)));
  for (const char* name : {"pg/a.sql.sha256", "pg/a.sql.md5", "pg/a.log", "pg/SHA256SUMS"})
    folder_.Write(name, "0123456789abcdef  a.sql\n");
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1}));
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(2)));
}

TEST_F(DumpsTest, AnErrorMessageIsNoBackup) {
  Put(hours(1), "pg_dump: error: connection to server at \"db\" failed: Connection refused\n");
  Put(hours(25), Dump());
  Run();
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(25)));
  EXPECT_THAT(Dumps().last_failure_message, HasSubstr("not a dump: an error message: \"pg_dump: error: "));
}

// Ten nights of error messages make the next dump, which is good, neither shrunk nor grown.
TEST_F(DumpsTest, TenBrokenNightsDoNotMakeBrokenTypical) {
  Put(hours(1), Dump(20));
  for (int day = 1; day <= 25; ++day) Put(days(day) + hours(1), "pg_dump: error: no\n");
  for (int day = 26; day < 30; ++day) Put(days(day) + hours(1), Dump(10));
  Run();
  EXPECT_EQ(Dumps().typical_bytes, Dump(10).size());
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 5, .failed = 25}));
}

TEST_F(DumpsTest, ANameThatPromisesAnotherFormatIsNoted) {
  OpenPattern("*.sql.gpg");
  folder_.Write("pg/a.sql.gpg", Dump());
  Touch("pg/a.sql.gpg", Ago(hours(2)));
  Run();
  EXPECT_THAT(Folder().notes,
              ElementsAre("pg/a.sql.gpg: its name promises a gpg file, and it is plain text"));
}

// Foreign folders in one listing: each is one backup, and files beside them are their own.
TEST_F(DumpsTest, AFolderThatIsOneBackupCountsOnce) {
  OpenPattern("%Y-%m-%d");
  for (const char* day : {"2026-08-19", "2026-08-20"})
    for (const char* file : {"metadata", "app-schema-create.sql", "app.t-schema.sql", "app.t.sql"}) {
      const std::string name = fmt::format("pg/{}/{}", day, file);
      folder_.Write(
          name, file == std::string("metadata") ? "Finished dump at: 2026\n" : "CREATE TABLE t (a int);\n");
      Touch(name, *ParseRfc3339(std::string(day) + "T02:00:00Z"));
    }
  folder_.Write("pg/notes", "hello");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 2})) << Dumps().last_failure_message;
  EXPECT_EQ(Dumps().recovery_point, *ParseRfc3339("2026-08-20T00:00:00Z"));
  // An interrupted one is not the newest good one.
  folder_.Write("pg/2026-08-20/metadata", "Started dump at: 2026\n");
  Touch("pg/2026-08-20/metadata", *ParseRfc3339("2026-08-20T02:00:00Z"));
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1, .failed = 1}));
  EXPECT_EQ(Dumps().recovery_point, *ParseRfc3339("2026-08-19T00:00:00Z"));
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
