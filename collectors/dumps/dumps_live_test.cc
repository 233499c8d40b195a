// Dumps made by the real pg_dump, pg_dumpall and pg_basebackup, whole and damaged.
#include <filesystem>
#include <fstream>

#include "collectors/dumps/dumps.h"
#include "collectors/dumps/dumps_world.h"
#include "collectors/dumps/pg_archive.h"
#include "collectors/shared/store_fixture.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kScript[] = R"SH(
psql -q postgres -c 'create table t as select g, md5(g::text) from generate_series(1, 20000) g'
psql -q postgres -c 'create table nothing (a int)' -c "select lo_from_bytea(0, 'abc')" >/dev/null
createdb second
pg_dump postgres >plain.sql
pg_dump -v postgres 2>/dev/null >verbose.sql
pg_dump -C postgres >create.sql
pg_dump -s postgres >schema.sql
pg_dumpall >all.sql
pg_dumpall -g >globals.sql
(pg_dumpall -g; pg_dump postgres) >globals_first.sql
(pg_dump second; pg_dump postgres) >two.sql
(pg_dump postgres; yes 'GRANT SELECT ON t TO PUBLIC;' | head -100) >statements_follow.sql
sed 's/$/\r/' plain.sql >windows.sql
(printf '\xef\xbb\xbf'; cat plain.sql) >marked.sql
(printf '\xff\xfe'; iconv -t UTF-16LE plain.sql) >powershell.sql
pg_dump -Fc postgres >custom.dump
pg_dump -Fc postgres | cat >pipe.dump
pg_dump -Fc -Z0 postgres >raw.dump
pg_dump -Fc -s postgres >schema.dump
pg_dump -Ft postgres >dump.tar
gzip -c all.sql >all.sql.gz
gzip -c custom.dump >custom.dump.gz
zstd -q dump.tar
pg_dump no_such_database >failed.sql 2>&1 || true
gzip -c failed.sql >failed.sql.gz
mkdir sets
pg_dump -Fd -f sets/2026-08-20 postgres
pg_basebackup -c fast -D base
pg_basebackup -c fast -Ft -z -D basetar
chmod -R a+rX sets base basetar *.*
)SH";

class DumpsLiveTest : public StoreTest {
 protected:
  // What the collector says of one file or folder below d/.
  const Track& Judge() {
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "d"))
      if (entry.is_regular_file()) Touch(fs::relative(entry.path(), folder_.path()).string(), Ago(hours(2)));
    Open(&MakeDumpCollectors, "pg: {bucket: nfs, prefix: d/, schedule: \"30 2 * * *\"}");
    EXPECT_THAT(Run().failures, IsEmpty());
    return former_.objects.at(0).tracks.at(0);
  }
  const Track& JudgeFile(const std::string& name, const std::string& content) {
    fs::remove_all(folder_ / "d");
    folder_.Write("d/" + name, content);
    return Judge();
  }
  const Track& JudgeFolder(const fs::path& folder) {
    fs::remove_all(folder_ / "d");
    fs::create_directories(folder_ / "d");
    fs::copy(folder, folder_ / "d/backup", fs::copy_options::recursive);
    return Judge();
  }
  std::string Proof() const {
    const auto& proofs = former_.objects.at(0).proofs;
    return proofs.empty() ? "" : proofs.at(0).proof;
  }

  MadeByTools made_{std::string(kPostgres) + kScript, "postgres"};
};

// As pg_dump of Debian 13 writes it into standard output.
TEST_F(DumpsLiveTest, ATableThatIsWrittenAgainAtTheEndIsNoDamage) {
  for (const char* name : {"custom.dump", "raw.dump", "schema.dump"}) {
    std::string dump = made_.Read(name);
    PgToc toc;
    ASSERT_EQ(ReadPgToc(dump, toc), TocState::kWhole);
    const std::string table = dump.substr(toc.begin, toc.size - toc.begin);
    if (dump.find(table.substr(0, 20), toc.size) == dump.npos) dump += table;
    EXPECT_EQ(JudgeBytes(dump).completeness, Completeness::kRead) << name << ": " << JudgeBytes(dump).detail;
    EXPECT_NE(
        JudgePgCustomEnds(dump.substr(0, 65536), dump.substr(dump.size() - table.size() - 9), dump.size())
            .completeness,
        Completeness::kBroken)
        << name;
    EXPECT_EQ(JudgeBytes(dump.substr(0, dump.size() - table.size() / 2)).completeness, Completeness::kBroken)
        << name;
  }
}

TEST_F(DumpsLiveTest, EverySortOfDumpIsToldWholeFromCut) {
  for (const char* name :
       {"plain.sql", "verbose.sql", "create.sql", "schema.sql", "all.sql", "globals.sql", "globals_first.sql",
        "two.sql", "statements_follow.sql", "windows.sql", "marked.sql", "custom.dump", "pipe.dump",
        "raw.dump", "schema.dump", "dump.tar", "all.sql.gz", "custom.dump.gz", "dump.tar.zst"}) {
    const std::string whole = made_.Read(name);
    const EndingVerdict good = JudgeBytes(whole);
    EXPECT_EQ(good.completeness, Completeness::kRead) << name << ": " << good.detail;
    // Where statements follow a footer, or a dump another, what is cut off may be whole statements.
    if (name == std::string_view("two.sql") || name == std::string_view("statements_follow.sql")) continue;
    for (const Damage& damage : Damages(whole)) {
      const EndingVerdict verdict = JudgeBytes(damage.content);
      EXPECT_EQ(verdict.completeness, Completeness::kBroken)
          << name << " " << damage.what << ": " << verdict.detail;
    }
  }
}

TEST_F(DumpsLiveTest, TheCollectorSaysWhatWasReadAndWhatIsWrong) {
  const std::string whole = made_.Read("plain.sql");
  const Track good = JudgeFile("plain.sql", whole);
  EXPECT_EQ(good.last_success_finish, Ago(hours(2))) << good.last_failure_message;
  EXPECT_EQ(good.last_success_bytes, whole.size());
  EXPECT_EQ(good.counts, (BackupCounts{.completed = 1}));
  EXPECT_EQ(Proof(), "content");
  const Track cut = JudgeFile("plain.sql", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(cut.last_success_finish, std::nullopt);
  EXPECT_EQ(cut.counts, (BackupCounts{.failed = 1}));
  EXPECT_THAT(cut.last_failure_message, HasSubstr("d/plain.sql: a plain dump of pg_dump is cut off"));
  EXPECT_EQ(Proof(), "");
  JudgeFile("large.sql", whole + std::string(2'000'000, '\n') + whole);
  EXPECT_EQ(Proof(), "ends") << "only its ends were read";
  EXPECT_THAT(JudgeFile("failed.sql", made_.Read("failed.sql")).last_failure_message,
              HasSubstr("not a dump: an error message: \"pg_dump: error: "));
  EXPECT_THAT(JudgeFile("failed.sql.gz", made_.Read("failed.sql.gz")).last_failure_message,
              HasSubstr("not a dump: gzip: an error message"));
  EXPECT_THAT(JudgeFile("powershell.sql", made_.Read("powershell.sql")).last_failure_message,
              HasSubstr("UTF-16"));
}

TEST_F(DumpsLiveTest, OneDatabaseOfSeveralIsNotAllOfThem) {
  const std::string all = made_.Read("all.sql"), footer = "-- PostgreSQL database dump complete\n";
  const std::string one = all.substr(0, all.rfind(footer) + footer.size()) + "--\n\n";
  EXPECT_EQ(JudgeBytes(one).completeness, Completeness::kBroken);
  // The globals of pg_dumpall have no databases, so that a dump after them is all.
  const std::string globals = made_.Read("globals.sql"), plain = made_.Read("plain.sql");
  EXPECT_EQ(JudgeBytes(globals + plain).completeness, Completeness::kRead);
  EXPECT_EQ(JudgeBytes(globals + plain.substr(0, plain.size() / 2)).completeness, Completeness::kBroken);
  // The first of two was cut, and the second hides it.
  const std::string schema = made_.Read("schema.sql");
  EXPECT_EQ(JudgeBytes(schema.substr(0, schema.size() / 2) + '\n' + schema).completeness,
            Completeness::kBroken);
}

TEST_F(DumpsLiveTest, AFolderOfPgDumpIsOneBackup) {
  const fs::path folder = made_.Path("sets/2026-08-20");
  const Track good = JudgeFolder(folder);
  EXPECT_EQ(good.counts, (BackupCounts{.completed = 1})) << good.last_failure_message;
  EXPECT_EQ(Proof(), "content");
  // Named by its folder, whatever the files in it are called.
  Open(&MakeDumpCollectors, "pg: {bucket: nfs, prefix: d/, pattern: \"back*\", max_age: 26h}");
  Run();
  EXPECT_EQ(former_.objects.at(0).tracks.at(0).counts, (BackupCounts{.completed = 1}));
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    JudgeFolder(folder);
    fs::remove(folder_ / ("d/backup/" + name));
    EXPECT_EQ(Judge().counts, (BackupCounts{.failed = 1})) << name << " is gone";
    JudgeFolder(folder);
    fs::resize_file(folder_ / ("d/backup/" + name), fs::file_size(entry.path()) / 2);
    EXPECT_EQ(Judge().counts, (BackupCounts{.failed = 1})) << name << " is cut off";
  }
}

TEST_F(DumpsLiveTest, ABaseBackupIsOneBackup) {
  for (const char* sort : {"base", "basetar"}) {
    const Track good = JudgeFolder(made_.Path(sort));
    EXPECT_EQ(good.counts, (BackupCounts{.completed = 1})) << sort << good.last_failure_message;
    EXPECT_EQ(Proof(), "ends") << sort;
  }
  const std::vector<std::pair<const char*, const char*>> files = {{"base", "backup_manifest"},
                                                                  {"base", "global/pg_control"},
                                                                  {"base", "base/1/112"},
                                                                  {"basetar", "backup_manifest"},
                                                                  {"basetar", "base.tar.gz"}};
  for (const auto& [sort, name] : files) {
    JudgeFolder(made_.Path(sort));
    const fs::path file = folder_ / ("d/backup/" + std::string(name));
    fs::resize_file(file, fs::file_size(file) / 2);
    EXPECT_EQ(Judge().counts, (BackupCounts{.failed = 1})) << sort << " " << name;
  }
  JudgeFolder(made_.Path("base"));
  const fs::path wal = folder_ / "d/backup/pg_wal";
  folder_.Write("d/backup/pg_wal/0000000100000000000000FF", std::string(16 << 20, 'x'));
  for (const auto& entry : fs::directory_iterator(wal))
    if (entry.is_regular_file() && entry.path().filename() != "0000000100000000000000FF")
      fs::remove(entry.path());
  EXPECT_THAT(Judge().last_failure_message, HasSubstr("which it needs to be consistent"));
  fs::remove_all(wal);
  EXPECT_EQ(Judge().counts, (BackupCounts{.completed = 1})) << "with an archive";
  EXPECT_EQ(Proof(), "");
  JudgeFolder(made_.Path("base"));
  fs::remove(folder_ / "d/backup/global/pg_control");
  EXPECT_THAT(Judge().last_failure_message, HasSubstr("global/pg_control for one"));
}

}  // namespace
}  // namespace lastgood
