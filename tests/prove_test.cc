// `lastgood prove` as a person runs it, on folders that hold stores.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "proof/barman/barman_world.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using proof::barman::World;
using testing::AllOf;
using testing::HasSubstr;

class ProveTest : public testing::Test {
 protected:
  // Healthy: two bases, and the WAL from the first to the end.
  ProveTest() {
    world_.AddBase({});
    world_.AddBase({.id = "20260801T120000", .begin = 6, .end = 7, .at = std::chrono::hours(12)});
    world_.AddWal(1, 1, 9);
  }

  void Write() {
    for (const auto& [key, object] : world_.objects) {
      const std::string path = folder_.Write(key, object.bytes);
      const timespec moment{
          std::chrono::floor<std::chrono::seconds>(object.modified).time_since_epoch().count(), 0};
      const timespec times[2] = {moment, moment};
      ASSERT_EQ(utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    }
  }

  int Prove(const std::vector<std::string>& arguments) {
    std::vector<std::string> argv = {LASTGOOD_BINARY, "prove"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    Process process(argv, "", {"KUBECONFIG=", "HOME=/nonexistent", "KUBERNETES_SERVICE_HOST="});
    const int code = process.Wait();
    out_ = process.out;
    err_ = process.err;
    return code;
  }

  World world_;
  TempDir folder_;
  std::string out_, err_;
};

TEST_F(ProveTest, AHealthyFolderRestores) {
  Write();
  EXPECT_EQ(Prove({folder_.path(), "-o", "json"}), 0) << out_ << err_;
  const auto json = nlohmann::json::parse(out_);
  ASSERT_EQ(json["stores"].size(), 1U);
  EXPECT_EQ(json["stores"][0]["type"], "barman");
  EXPECT_EQ(json["stores"][0]["path"], "pg/main");
  for (const auto& backup : json["stores"][0]["backups"]) EXPECT_EQ(backup["restorable"], true) << backup;
}

TEST_F(ProveTest, AFolderMayHaveAnyName) {
  world_.root = "it's: #1/" + world_.root;
  std::map<std::string, World::Object> moved;
  for (auto& [key, object] : world_.objects) moved["it's: #1/" + key] = std::move(object);
  world_.objects = std::move(moved);
  Write();
  EXPECT_EQ(Prove({folder_ / "it's: #1"}), 0) << out_ << err_;
}

TEST_F(ProveTest, AHoleInTheArchiveIsNamedAndEndsTheWindow) {
  world_.Remove(world_.WalKeyOf(1, 8));
  Write();
  EXPECT_EQ(Prove({"file://" + folder_.path()}), 1);
  EXPECT_THAT(out_, AllOf(HasSubstr("barman"),
                          HasSubstr("gap: 1 segment is missing between 000000010000000000000007")));
}

TEST_F(ProveTest, ALostTarDoesNotRestore) {
  world_.Remove(world_.TarKey("data"));
  Write();
  EXPECT_EQ(Prove({folder_.path()}), 1);
  EXPECT_THAT(out_, HasSubstr("1 of 2 backups restore, 1 does not"));
}

TEST_F(ProveTest, NamesAndSizesAloneTellNobodyThatItRestores) {
  Write();
  EXPECT_EQ(Prove({folder_.path(), "--depth", "listing"}), 2);
  EXPECT_THAT(out_, HasSubstr("nobody can tell"));
}

TEST_F(ProveTest, AnEmptyFolderIsNoGoodStore) {
  EXPECT_EQ(Prove({folder_.path()}), 2);
  EXPECT_THAT(out_, HasSubstr("No backup store was found"));
}

TEST_F(ProveTest, WhatIsNeitherAFolderNorABucketIsSaid) {
  EXPECT_EQ(Prove({"nowhere"}), 2);
  EXPECT_THAT(err_,
              HasSubstr("prove nowhere: there is no such folder, nor a bucket of this name in the config"));
}

TEST_F(ProveTest, ABucketOfTheConfigIsProvenByItsName) {
  Write();
  const std::string config =
      folder_.Write("etc/lastgood.yaml", "buckets: {backups: {url: 'file://" + folder_.path() + "/pg'}}\n");
  EXPECT_EQ(Prove({"backups", "--config", config}), 0) << out_ << err_;
  EXPECT_EQ(Prove({"--config", config}), 0) << out_ << err_;
  EXPECT_THAT(out_, HasSubstr("2 of 2 backups restore"));
}

}  // namespace
}  // namespace lastgood
