#include "exporter/generate/generate_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <sstream>

#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kOfCnpg = "rules/cnpg-backup.rules.yaml";
constexpr const char* kOfSelf = "rules/lastgood-self.rules.yaml";

// Writes into a folder what is fitted to everything, or to one bucket.
class GenerateCommandTest : public testing::Test {
 protected:
  Result<Ended> Write(const std::string& what, const std::string& config) {
    GenerateOptions options{.what = what, .out = Out()};
    options.common.config = folder_.Write("lastgood.yaml", config);
    return RunGenerate(options);
  }
  void Everything(const std::string& what = "all") { EXPECT_TRUE(Write(what, "").ok()); }
  void OneBucket(const std::string& what = "all") {
    const Result<Ended> ended = Write(what, "buckets: {b: {url: \"file:///b\"}}\n");
    EXPECT_TRUE(ended.ok()) << ended.error().message;
  }
  std::string Out() const { return folder_ / "out"; }
  bool Has(const std::string& name) const { return fs::exists(fs::symlink_status(fs::path(Out()) / name)); }
  std::string Manifest() const {
    std::ifstream file(fs::path(Out()) / ".lastgood-files");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // Replaces the list of what an earlier run wrote.
  void Claim(const std::string& lines) const { folder_.Write("out/.lastgood-files", lines); }

  TempDir folder_;
};

TEST_F(GenerateCommandTest, WhatItWouldNoLongerWriteIsRemoved) {
  Everything();
  ASSERT_TRUE(Has(kOfCnpg));
  OneBucket();
  EXPECT_FALSE(Has(kOfCnpg)) << "a dead rule lives on";
  EXPECT_TRUE(Has(kOfSelf));
}

TEST_F(GenerateCommandTest, FilesOfOthersStay) {
  Everything();
  folder_.Write("out/rules/mine.yaml", "groups: []\n");
  folder_.Write("out/lastgood-old.yaml", "x");
  OneBucket();
  EXPECT_TRUE(Has("rules/mine.yaml"));
  EXPECT_TRUE(Has("lastgood-old.yaml"));
}

TEST_F(GenerateCommandTest, ARunJudgesOnlyTheFilesOfWhatItWrites) {
  Everything();
  ASSERT_TRUE(Has("docs/runbooks/README.md"));
  OneBucket("rules");
  EXPECT_FALSE(Has(kOfCnpg));
  EXPECT_TRUE(Has("kubernetes/prometheus-operator/prometheusrule-cnpg-backup.yaml"));
  EXPECT_TRUE(Has("docs/runbooks/README.md"));
  OneBucket();
  EXPECT_FALSE(Has("kubernetes/prometheus-operator/prometheusrule-cnpg-backup.yaml")) << "it is remembered";
}

TEST_F(GenerateCommandTest, TheListOfItsFilesIsSortedAndTheSameFromRunToRun) {
  OneBucket();
  const std::string first = Manifest();
  EXPECT_THAT(first, AllOf(testing::StartsWith("# "), HasSubstr(std::string("\nrules ") + kOfSelf + "\n")));
  OneBucket("rules");
  EXPECT_EQ(Manifest(), first);
}

TEST_F(GenerateCommandTest, FoldersThatAreLeftEmptyGoToo) {
  OneBucket();
  folder_.Write("out/docs/old/deep/x.md", "x");
  folder_.Write("out/docs/kept/deep/y.md", "y");
  folder_.Write("out/docs/kept/mine.md", "z");
  Claim("docs docs/old/deep/x.md\ndocs docs/kept/deep/y.md\n");
  OneBucket();
  EXPECT_FALSE(Has("docs/old"));
  EXPECT_FALSE(Has("docs/kept/deep"));
  EXPECT_TRUE(Has("docs/kept/mine.md"));
}

TEST_F(GenerateCommandTest, AHostileListRemovesNothingOutside) {
  OneBucket();
  const std::string victim = folder_.Write("victim", "x"), inside = folder_.Write("out/kept", "x");
  folder_.Write("elsewhere/file", "x");
  fs::create_directory_symlink(folder_ / "elsewhere", Out() + "/link");
  fs::create_symlink(victim, Out() + "/alias");
  ASSERT_EQ(mkfifo((Out() + "/pipe").c_str(), 0600), 0);
  fs::create_directory(Out() + "/empty");
  Claim("docs " + victim + "\ndocs ../victim\ndocs a/../../victim\ndocs link/file\ndocs alias\ndocs pipe\n" +
        "docs empty\ndocs ./kept\ndocs docs//../kept\ndocs \ndocs\n../victim\ndocs .\ndocs ..\nx kept\n" +
        std::string("docs ../vic\0tim\n", 16) + std::string(100'000, 'a') + "\n");
  OneBucket();
  EXPECT_TRUE(fs::exists(victim));
  EXPECT_TRUE(fs::exists(inside));
  EXPECT_TRUE(fs::exists(folder_ / "elsewhere/file"));
  for (const char* name : {"alias", "pipe", "empty", "link"}) EXPECT_TRUE(Has(name)) << name;
  EXPECT_THAT(Manifest(), Not(HasSubstr("victim")));
}

TEST_F(GenerateCommandTest, AListThatIsNoListOfItsOwnRemovesNothing) {
  for (const char* kind : {"huge", "link", "folder", "pipe"}) {
    OneBucket();
    folder_.Write("out/old.md", "x");
    const std::string list = Out() + "/.lastgood-files";
    fs::remove_all(list);
    const std::string claim = "docs old.md\n";
    if (kind == std::string("huge")) folder_.Write("out/.lastgood-files", claim + std::string(4 << 20, '\n'));
    if (kind == std::string("link")) fs::create_symlink(folder_.Write("list", claim), list);
    if (kind == std::string("folder")) fs::create_directory(list);
    if (kind == std::string("pipe")) {
      ASSERT_EQ(mkfifo(list.c_str(), 0600), 0);
    }
    const Result<Ended> ended = Write("all", "");
    EXPECT_TRUE(Has("old.md")) << kind;
    ASSERT_FALSE(ended.ok()) << kind;
    EXPECT_THAT(ended.error().message, HasSubstr(".lastgood-files")) << kind;
    fs::remove_all(list);
  }
}

}  // namespace
}  // namespace lastgood
