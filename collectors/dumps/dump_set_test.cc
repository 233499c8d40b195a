// Which files are dumps, and which folders are one.
#include "collectors/dumps/dump_set.h"

#include "collectors/dumps/dumps_fixture.h"
#include "model/recent_runs.h"

namespace lastgood {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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
  ASSERT_EQ(Dumps().runs.size(), RecentRuns::kMost);
  EXPECT_EQ(Dumps().runs.front().outcome, RunOutcome::kFailed);
  EXPECT_EQ(Dumps().runs.back().outcome, RunOutcome::kGood);
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

TEST_F(DumpsTest, DumpsBesideTextsOfTheSameNameAreNoFolderOfOne) {
  for (int day = 0; day < 3; ++day) {
    Put(days(day) + hours(1), Dump());
    folder_.Write("pg/" + std::to_string(day) + ".dat", "x");
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "pg"))
    if (entry.path().extension() == ".sql")
      folder_.Write("pg/" + entry.path().stem().string() + ".txt", "what pg_dump said");
  Run();
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 3}));
  EXPECT_EQ(Folder().proofs.size(), 1u);
}

// What may be cut off is neither the newest success nor a failure.
TEST_F(DumpsTest, WhatItsBytesLeaveOpenIsCannotTell) {
  OpenPattern("*.enc");
  const std::string sealed = "Salted__" + std::string(8, '1') + std::string(1600, 'x');
  folder_.Write("pg/old.enc", sealed);
  Touch("pg/old.enc", Ago(hours(26)));
  folder_.Write("pg/new.enc", sealed.substr(0, 1000 - 3));
  Touch("pg/new.enc", Ago(hours(2)));
  Run();
  EXPECT_EQ(Dumps().last_success_finish, Ago(hours(26)));
  EXPECT_EQ(Dumps().counts, (BackupCounts{.completed = 1}));
  ASSERT_EQ(Folder().unread.size(), 1u);
  EXPECT_THAT(Folder().unread[0], HasSubstr("pg/new.enc: an openssl file whose size"));
  std::filesystem::remove(folder_ / "pg/old.enc");
  Run();
  EXPECT_EQ(Dumps().last_success_finish, std::nullopt);
  EXPECT_EQ(Dumps().counts, std::nullopt) << "not never backed up either";
  EXPECT_EQ(Dumps().last_success_at_most, Ago(hours(2)));
}

}  // namespace
}  // namespace lastgood
