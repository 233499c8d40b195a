// Stores that the real barman-cloud makes of a real PostgreSQL in a real MinIO: what it writes is what we
// read, packed and not, over a change of the timeline. Skipped where one of them is missing.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "proof/barman/barman_world.h"
#include "tests/support/free_port.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood::proof::barman {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

// $1: an empty folder, $2: minio, $3: a port. Two servers of one PostgreSQL, "plain" and "gz"; afterwards
// `bucket` has what the bucket has.
constexpr char kMake[] = R"SH(
cd "$1"; export HOME=$1 PGHOST=$1 PGUSER=postgres LC_ALL=C.UTF-8
export AWS_ACCESS_KEY_ID=minioadmin AWS_SECRET_ACCESS_KEY=minioadmin AWS_DEFAULT_REGION=us-east-1
endpoint="--endpoint-url http://127.0.0.1:$3"; bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
mkdir store data ts bucket; chown postgres data ts
"$2" server store --address "127.0.0.1:$3" >minio.log 2>&1 &
minio=$!
trap 'runuser -u postgres -- "$bin/pg_ctl" -D data -m immediate stop >/dev/null 2>&1 || true; kill $minio; wait $minio' EXIT
cat >s3.py <<'P'
import boto3, os, sys, time
s3 = boto3.client('s3', endpoint_url='http://127.0.0.1:' + sys.argv[1])
if sys.argv[2] == 'create':
    for attempt in range(100):
        try: s3.create_bucket(Bucket='store'); break
        except Exception: time.sleep(0.2)
else:
    for item in s3.list_objects_v2(Bucket='store')['Contents']:
        path = os.path.join('bucket', item['Key']); os.makedirs(os.path.dirname(path), exist_ok=True)
        s3.download_file('store', item['Key'], path)
        os.utime(path, (item['LastModified'].timestamp(),) * 2)
P
/usr/bin/python3 s3.py $3 create
cat >archive <<A
#!/bin/bash
cd "$1" && /usr/bin/barman-cloud-wal-archive $endpoint s3://store/pg plain "data/\$1" &&
  /usr/bin/barman-cloud-wal-archive $endpoint --gzip s3://store/pg gz "data/\$1"
A
chmod +x archive
as() { runuser -u postgres -- "$@"; }
as "$bin/initdb" -D data -A trust -N --wal-segsize=1 >/dev/null
cat >>data/postgresql.conf <<C
unix_socket_directories = '$1'
listen_addresses = ''
archive_mode = on
archive_command = '$1/archive %p'
restore_command = 'false'
C
as "$bin/pg_ctl" -D data -l log -w start >/dev/null
psql -qc "create tablespace fast location '$1/ts'" postgres
psql -qc "create table t tablespace fast as select g, md5(g::text) from generate_series(1, 6000) g" postgres
more() { psql -qAtc "create table $1 as select g, md5(g::text) from generate_series(1, 3000) g" -c "select pg_walfile_name(pg_switch_wal())" postgres;
}
more a >/dev/null
barman-cloud-backup $endpoint -h "$1" s3://store/pg plain
barman-cloud-backup $endpoint -h "$1" --gzip s3://store/pg gz
more b >/dev/null
as "$bin/pg_ctl" -D data -w stop >/dev/null
as touch data/recovery.signal
as "$bin/pg_ctl" -D data -l log -w start >/dev/null
until_true() { for i in $(seq 300); do [ "$(psql -qAtc "$1" postgres 2>/dev/null)" = t ] && return; sleep 0.2; done; false; }
until_true "select not pg_is_in_recovery()"
last=$(more c)
until_true "select last_archived_wal >= '$last' from pg_stat_archiver"
echo "$last" >last
/usr/bin/python3 s3.py $3 save
)SH";

class BarmanLiveTest : public testing::Test {
 protected:
  static std::string Minio() {
    const char* named = std::getenv("LASTGOOD_MINIO");
    for (const std::string& path : {std::string(named == nullptr ? "" : named),
                                    std::string(LASTGOOD_SOURCE_DIR) + "/build/deps/real/minio"})
      if (!path.empty() && fs::exists(path)) return path;
    return "";
  }
  static bool HasTools() {
    return geteuid() == 0 && !Minio().empty() && fs::exists("/usr/lib/postgresql") &&
           fs::exists("/usr/bin/barman-cloud-backup");
  }
  static std::string Read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  // Made once for all tests, which damage copies.
  static void SetUpTestSuite() {
    if (!HasTools()) return;
    const TempDir folder;
    fs::permissions(folder.path(), fs::perms::all);
    Process process({"bash", "-ec", kMake, "bash", folder.path(), Minio(), std::to_string(FreePort())}, "");
    ASSERT_EQ(process.Wait(), 0) << process.out << process.err;
    const fs::path bucket = folder / "bucket";
    for (const auto& entry : fs::recursive_directory_iterator(bucket)) {
      if (!entry.is_regular_file()) continue;
      const auto modified = std::chrono::file_clock::to_sys(entry.last_write_time());
      objects_[fs::relative(entry.path(), bucket).string()] = {
          Read(entry.path()), std::chrono::floor<std::chrono::milliseconds>(modified)};
    }
    last_ = Read(folder / "last").substr(0, 24);
  }
  void SetUp() override {
    if (!HasTools()) GTEST_SKIP() << "needs root, PostgreSQL, barman-cloud and LASTGOOD_MINIO";
    ASSERT_FALSE(objects_.empty());
  }
  static World Server(const std::string& name) {
    World world;
    world.root = "pg/" + name;
    world.now = World::Begin();
    for (const auto& [key, object] : objects_) {
      if (!key.starts_with(world.root + "/")) continue;
      world.objects[key] = object;
      world.now = std::max(world.now, object.modified + std::chrono::hours(1));
    }
    return world;
  }
  // The key that ends so.
  static std::string Key(const World& world, const std::string& end) {
    for (const auto& [key, object] : world.objects)
      if (key.ends_with(end)) return key;
    ADD_FAILURE() << "no key ends with " << end;
    return "";
  }

  static inline std::map<std::string, World::Object> objects_;
  static inline std::string last_;
};

TEST_F(BarmanLiveTest, WhatBarmanCloudWritesRestoresToItsLastSegment) {
  for (const char* name : {"plain", "gz"})
    for (const Depth depth : {Depth::kListing, Depth::kEnds, Depth::kContent}) {
      World world = Server(name);
      const ProvenStore store = world.Prove(depth);
      ASSERT_EQ(store.backups.size(), 1u);
      EXPECT_EQ(Say(store.backups[0]).substr(0, 4), depth == Depth::kListing ? "unkn" : "true")
          << Say(store.backups[0]);
      EXPECT_EQ(store.backups[0].last_wal, last_);
      EXPECT_EQ(last_.substr(0, 8), "00000002");
      EXPECT_THAT(store.gaps, IsEmpty());
      EXPECT_THAT(store.notes, IsEmpty());
    }
}

TEST_F(BarmanLiveTest, ACutTarIsSeen) {
  for (const char* name : {"plain", "gz"})
    for (const char* tar : {"/data.tar", "/16384.tar"}) {
      World world = Server(name);
      const std::string key = Key(world, tar + std::string(name[0] == 'g' ? ".gz" : ""));
      world.Cut(key, world.At(key).bytes.size() / 10'240 / 2 * 10'240);
      EXPECT_THAT(Say(world.Prove(Depth::kEnds).backups[0]), HasSubstr("cut off")) << key;
    }
}

TEST_F(BarmanLiveTest, ALostHistoryEndsTheWindowAtTheSwitch) {
  World world = Server("gz");
  world.Remove(Key(world, "/00000002.history.gz"));
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(Say(store.backups[0]), "true");
  EXPECT_EQ(store.backups[0].last_wal.substr(0, 8), "00000001");
}

TEST_F(BarmanLiveTest, ACutSegmentEndsTheWindowBeforeIt) {
  World world = Server("gz");
  const std::string key = Key(world, last_ + ".gz");
  world.Cut(key, world.At(key).bytes.size() - 9);
  const ProvenStore store = world.Prove(Depth::kEnds);
  EXPECT_EQ(Say(store.backups[0]), "true");
  EXPECT_LT(store.backups[0].last_wal, last_);
  ASSERT_FALSE(store.notes.empty());
  EXPECT_THAT(store.notes[0], HasSubstr(last_ + " is cut off"));
}

}  // namespace
}  // namespace lastgood::proof::barman
