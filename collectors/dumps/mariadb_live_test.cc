// Dumps made by the real mariadb-dump from a server of the test's own, whole and damaged.
#include <gmock/gmock.h>

#include "collectors/dumps/dumps_world.h"
#include "collectors/dumps/set_judge.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kScript[] = R"(
mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db --datadir=$1/data >/dev/null 2>&1
mariadbd --no-defaults --datadir=$1/data --socket=$1/s --skip-networking --innodb-fast-shutdown=2 --pid-file=$1/pid \
  --secure-file-priv= >log 2>&1 &
server=$!
trap 'kill $server; wait $server || true' EXIT
sql() { mariadb --no-defaults -uroot -S "$1/s" -e "$2"; }
until sql "$1" 'select 1' >/dev/null 2>&1; do kill -0 $server; done
sql "$1" 'create database app; use app; create table t (a int primary key, b varchar(64));
  insert into t select seq, md5(seq) from seq_1_to_5000; create table e (a int); create view v as select * from t'
dump() { mariadb-dump --no-defaults -uroot -S "$SOCKET" "$@"; }
SOCKET=$1/s
dump app >app.sql
dump --skip-dump-date app >undated.sql
dump --skip-comments app >uncommented.sql
dump --xml app >app.xml
dump -d app >schema.sql
dump --all-databases | gzip >all.sql.gz
(dump app; dump app) >two.sql
dump --compact app >compact.sql
dump no_such_database >failed.sql 2>&1 || true
(echo 'mariadb-dump: [Warning] using a password'; cat app.sql) >warned.sql
mkdir -m 777 tab
dump --tab=$1/tab app
chmod -R a+rX tab *.*
)";

// The files of a folder, and how they are read.
EndingVerdict JudgeFolder(DumpSetKind kind, const fs::path& folder) {
  SetFiles files;
  for (const auto& entry : fs::directory_iterator(folder))
    files.emplace(entry.path().filename().string(), fs::file_size(entry.path()));
  const Result<EndingVerdict> verdict =
      JudgeDumpSet(kind, files, [&](const std::string& name, std::uint64_t size) -> DumpBytes {
        return {size, [content = ReadAll(folder / name)](std::uint64_t offset, std::uint64_t count) {
                  return Result(content.substr(offset, count));
                }};
      });
  EXPECT_TRUE(verdict.ok());
  return verdict.ok() ? *verdict : EndingVerdict();
}

TEST(MariaDbLiveTest, EverySortOfDumpIsToldWholeFromCut) {
  const MadeByTools made(kScript, "mysql");
  for (const char* name : {"app.sql", "undated.sql", "uncommented.sql", "app.xml", "schema.sql", "all.sql.gz",
                           "two.sql", "warned.sql"}) {
    const std::string whole = made.Read(name);
    const EndingVerdict good = JudgeBytes(whole);
    EXPECT_EQ(good.completeness, Completeness::kRead) << name << ": " << good.detail;
    if (name == std::string_view("two.sql")) continue;
    for (const Damage& damage : Damages(whole))
      EXPECT_EQ(JudgeBytes(damage.content).completeness, Completeness::kBroken) << name << " " << damage.what;
  }
  EXPECT_EQ(made.Judge("compact.sql").completeness, Completeness::kPlausible) << "it has no end of its own";
  EXPECT_EQ(made.Judge("failed.sql").completeness, Completeness::kBroken);

  EXPECT_EQ(JudgeFolder(DumpSetKind::kTab, made.Path("tab")).completeness, Completeness::kEnds)
      << JudgeFolder(DumpSetKind::kTab, made.Path("tab")).detail;
  std::string sql = ReadAll(made.Path("tab/t.sql"));
  std::ofstream(made.Path("tab/t.sql")) << sql.substr(0, sql.size() / 2);
  EXPECT_THAT(JudgeFolder(DumpSetKind::kTab, made.Path("tab")).detail, HasSubstr("t.sql: "));
}

// mydumper's files, by hand: what it writes last is the end of `metadata`.
TEST(MariaDbLiveTest, AFolderOfMyDumperEndsWithItsMetadata) {
  const TempDir folder;
  folder.Write("metadata", "Started dump at: 2026-08-20 02:00:00\nFinished dump at: 2026-08-20 02:01:00\n");
  folder.Write("app-schema-create.sql", "CREATE DATABASE app;\n");
  folder.Write("app.t-schema.sql", "CREATE TABLE t (a int);\n");
  folder.Write("app.t.00000.sql", "INSERT INTO t VALUES (1);\n");
  const auto judge = [&] { return JudgeFolder(DumpSetKind::kMyDumper, folder.path()); };
  EXPECT_LE(judge().completeness, Completeness::kEnds) << judge().detail;
  fs::remove(folder / "app.t-schema.sql");
  EXPECT_THAT(judge().detail, HasSubstr("app.t.00000.sql is there without its -schema.sql"));
  folder.Write("app.t-schema.sql", "CREATE TABLE t (a int);\n");
  folder.Write("metadata", "Started dump at: 2026-08-20 02:00:00\n");
  EXPECT_THAT(judge().detail, HasSubstr("did not come to its end"));
}

}  // namespace
}  // namespace lastgood
