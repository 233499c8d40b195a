// Dumps made by the real pg_dump and pg_dumpall, whole and damaged.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "collectors/dumps/compressed.h"
#include "collectors/dumps/dumps.h"
#include "collectors/dumps/gzip_tail.h"
#include "collectors/shared/store_fixture.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// A server of its own on a socket in a folder, which writes every sort of dump there and ends.
constexpr char kScript[] = R"(set -e
cd "$1"
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
"$bin/initdb" -D data -A trust -N >/dev/null
"$bin/pg_ctl" -D data -o "-k $1 -c listen_addresses='' -c fsync=off" -l log -w start >/dev/null
trap '"$bin/pg_ctl" -D data -m immediate -w stop >/dev/null' EXIT
export PGHOST=$1
psql -q postgres -c 'create table t as select g, md5(g::text) from generate_series(1, 30000) g'
createdb second
pg_dump postgres >plain.sql
pg_dump -v postgres 2>/dev/null >verbose.sql
pg_dump -s postgres >schema.sql
pg_dumpall >all.sql
pg_dump -Fc postgres >custom.dump
pg_dump -Fc -f file.dump postgres
pg_dump -Fc -Z0 postgres >raw.dump
pg_dump -Fc -s postgres >schema.dump
pg_dump -Ft postgres >dump.tar
gzip -c plain.sql >plain.sql.gz
gzip -c all.sql >all.sql.gz
gzip -c custom.dump >custom.dump.gz
zstd -q plain.sql -o plain.sql.zst
xz -k plain.sql
pg_dump no_such_database 2>/dev/null | gzip >failed.sql.gz
chmod a+r ./*
)";

class DumpsLiveTest : public StoreTest {
 protected:
  void SetUp() override {
    work_ = fs::path(made_.path()) / "pg";
    fs::create_directories(work_);
    fs::permissions(made_.path(), fs::perms::all);
    fs::permissions(work_, fs::perms::all);
    std::vector<std::string> argv = {"bash", "-c", kScript, "bash", work_.string()};
    // initdb refuses to be root.
    if (geteuid() == 0) argv.insert(argv.begin(), {"runuser", "-u", "postgres", "--"});
    Tool(argv, {"LC_ALL=C.UTF-8"});
  }
  std::string Made(const std::string& name) const {
    std::ifstream file(work_ / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // What the collector says of one file.
  const Track& Judge(const std::string& name, const std::string& content) {
    fs::remove_all(folder_ / "d");
    folder_.Write("d/" + name, content);
    Touch("d/" + name, Ago(hours(2)));
    Open(&MakeDumpCollectors, "pg: {bucket: nfs, prefix: d/, schedule: \"30 2 * * *\"}");
    EXPECT_THAT(Run().failures, IsEmpty()) << name;
    return former_.objects.at(0).tracks.at(0);
  }
  bool Proven() const { return !former_.objects.at(0).proofs.empty(); }

  TempDir made_;
  fs::path work_;
};

TEST_F(DumpsLiveTest, EverySortOfDumpIsToldWholeFromCut) {
  const std::vector<std::pair<const char*, bool>> dumps = {
      {"plain.sql", true},     {"verbose.sql", true},  {"schema.sql", true}, {"all.sql", true},
      {"custom.dump", false},  {"file.dump", false},   {"raw.dump", false},  {"schema.dump", false},
      {"dump.tar", false},     {"plain.sql.gz", true}, {"all.sql.gz", true}, {"custom.dump.gz", false},
      {"plain.sql.zst", true}, {"plain.sql.xz", false}};
  for (const auto& [name, proven] : dumps) {
    const std::string whole = Made(name);
    ASSERT_GT(whole.size(), 500u) << name;
    const Track good = Judge(name, whole);
    EXPECT_EQ(good.last_success_finish, Ago(hours(2))) << name << ": " << good.last_failure_message;
    EXPECT_EQ(good.last_success_bytes, whole.size()) << name;
    EXPECT_EQ(good.counts, (BackupCounts{.completed = 1})) << name;
    EXPECT_EQ(Proven(), proven) << name;
    for (const std::size_t left :
         {whole.size() - 3, whole.size() - 150, whole.size() / 2, std::size_t{300}}) {
      // What ends with zeros may lose one of them unseen.
      if (name == std::string_view("schema.dump") && left + 3 == whole.size()) continue;
      const Track cut = Judge(name, whole.substr(0, left));
      EXPECT_EQ(cut.last_success_finish, std::nullopt)
          << name << " cut to " << left << " of " << whole.size();
      EXPECT_EQ(cut.counts, (BackupCounts{.failed = 1})) << name << " cut to " << left;
      EXPECT_THAT(cut.last_failure_message, StartsWith("d/" + std::string(name))) << name;
      EXPECT_FALSE(Proven()) << name;
    }
  }
  // Its end says that a database is whole, but not that all are.
  const std::string all = Made("all.sql");
  const std::string footer = "-- PostgreSQL database dump complete\n--\n\n";
  ASSERT_NE(all.find(footer), std::string::npos);
  Judge("all.sql", all.substr(0, all.rfind(footer) + footer.size()));
  EXPECT_FALSE(Proven()) << "one database of several";
  EXPECT_EQ(former_.objects.at(0).tracks.at(0).counts, (BackupCounts{.failed = 1}));
  EXPECT_THAT(Judge("failed.sql.gz", Made("failed.sql.gz")).last_failure_message,
              HasSubstr("nothing is inside"));
  std::string damaged = Made("plain.sql.gz");
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x20);
  EXPECT_EQ(Judge("plain.sql.gz", damaged).counts, (BackupCounts{.failed = 1}));

  // The same by its ends only, as for files that are too big to be read whole.
  const std::string big = Made("plain.sql.gz");
  const auto ends = [](const std::string& file) {
    return JudgeGzipEnds(file.substr(0, kGzipHeadBytes),
                         file.substr(file.size() - std::min(file.size(), kGzipTailBytes)));
  };
  EXPECT_EQ(ends(big).completeness, Completeness::kProven) << ends(big).detail;
  for (const std::size_t left : {big.size() - 3, big.size() - 150, big.size() / 2})
    EXPECT_EQ(ends(big.substr(0, left)).completeness, Completeness::kBroken) << left;
}

}  // namespace
}  // namespace lastgood
