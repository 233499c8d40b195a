// Repositories made by the real restic, healthy and damaged.
#include <filesystem>
#include <fstream>

#include "collectors/repositories/repositories.h"
#include "collectors/repositories/restic_listing.h"
#include "collectors/shared/store_fixture.h"
#include "model/assess_object.h"
#include "model/derive.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ResticLiveTest : public StoreTest {
 protected:
  void SetUp() override {
    Open(&MakeRepositoryCollectors,
         "host: {type: restic, bucket: nfs, prefix: repo, schedule: \"0 3 * * *\"}");
    Restic({"init"});
    data_.Write("a", std::string(5000, 'a'));
  }
  std::string Restic(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"restic", "--no-cache", "-r", folder_ / "repo"});
    return Tool(arguments, {"RESTIC_PASSWORD=x", "HOME=" + data_.path()});
  }
  // Backs up something new; the new snapshot's file, which claims to be written `ago`.
  std::string BackUp(Duration ago) {
    const std::vector<std::string> before = Files("snapshots");
    data_.Write("b", "content " + std::to_string(before.size()));
    Restic({"backup", data_.path()});
    for (const std::string& file : Files("snapshots"))
      if (std::find(before.begin(), before.end(), file) == before.end()) {
        Touch(file, Ago(ago));
        return file;
      }
    ADD_FAILURE() << "no new snapshot";
    return "";
  }
  std::vector<std::string> Files(const std::string& below) const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / ("repo/" + below)))
      if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder_.path()).string());
    std::sort(files.begin(), files.end());
    return files;
  }
  std::string ReadFile(const std::string& file) const {
    std::ifstream stream(folder_ / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void Flip(const std::string& file) const {
    const Time modified = Ago(minutes(1));
    std::fstream stream(folder_ / file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(40);
    const char byte = static_cast<char>(stream.peek() ^ 0x55);
    stream.seekp(40);
    stream.put(byte);
    stream.close();
    Touch(file, modified);
  }
  const ObjectFacts& Repository() const { return former_.objects.at(0); }
  const Track& Snapshots() const { return Repository().tracks.at(0); }

  TempDir data_;
};

TEST_F(ResticLiveTest, TheNewestSnapshotIsFoundWithoutThePassword) {
  BackUp(hours(50));
  BackUp(hours(26));
  BackUp(hours(2));
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().key, (ObjectKey{"restic", "", "Repository", "host"}));
  EXPECT_EQ(Repository().protection, Protection::kScheduled);
  EXPECT_EQ(Repository().observed, clock_.Now());
  EXPECT_TRUE(Repository().created.has_value());
  EXPECT_THAT(Repository().proofs, IsEmpty()) << "a listing proves damage only, never health";
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 3}));
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(2)));
  EXPECT_EQ(Snapshots().recovery_point, std::nullopt) << "when the data was read is encrypted";
  EXPECT_EQ(Snapshots().last_success_bytes, std::nullopt);
  EXPECT_EQ(Snapshots().destination, "file://" + folder_.path() + "/repo/");
  std::uint64_t bytes = 0;
  for (const std::string& pack : Files("data")) bytes += fs::file_size(folder_ / pack);
  EXPECT_EQ(Snapshots().stored, (Usage{bytes, Files("data").size()}));
  EXPECT_TRUE(*former_.destinations.at(0).available);
}

TEST_F(ResticLiveTest, ANewRepositoryHasNoBackupYet) {
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, BackupCounts{});
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt);
  EXPECT_THAT(Repository().proofs, IsEmpty());
  EXPECT_TRUE(Derive(Repository(), {}, clock_.Now()).deadline.has_value()) << "it counts from the creation";
}

TEST_F(ResticLiveTest, ADamagedSnapshotIsPassedOverForTheNewestGoodOne) {
  BackUp(hours(50));
  BackUp(hours(26));
  const std::string cut = BackUp(hours(3));
  const std::string flipped = BackUp(hours(2));
  fs::resize_file(folder_ / cut, 100);
  Touch(cut, Ago(hours(1)));
  Flip(flipped);
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(26)));
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 2, .failed = 2}));
  EXPECT_EQ(Snapshots().last_failure, Ago(minutes(1)));
  EXPECT_THAT(Snapshots().last_failure_message, HasSubstr("is not what its name says"));
}

TEST_F(ResticLiveTest, AFileThatIsBeingWrittenIsNoSnapshot) {
  BackUp(hours(2));
  folder_.Write("repo/snapshots/" + std::string(64, 'a') + "-tmp-123", "half");
  ASSERT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1}));
}

TEST_F(ResticLiveTest, WhatIsMissingIsToldAndNothingIsCalledGood) {
  BackUp(hours(2));
  const std::vector<std::pair<std::string, const char*>> parts = {{"config", "config is missing"},
                                                                  {"keys", "keys/ is empty"},
                                                                  {"data", "data/ is empty"},
                                                                  {"index", "index/ is empty"}};
  for (const auto& [part, says] : parts) {
    const std::string path = folder_ / ("repo/" + part);
    fs::rename(path, folder_ / "aside");
    ASSERT_THAT(Run().failures, IsEmpty());
    ASSERT_EQ(Repository().proofs.size(), 1u) << part;
    EXPECT_EQ(Repository().proofs[0].proof, "listing");
    EXPECT_FALSE(Repository().proofs[0].restorable);
    EXPECT_THAT(Repository().proofs[0].detail, HasSubstr(says));
    EXPECT_EQ(Snapshots().last_success_finish, std::nullopt) << part;
    EXPECT_EQ(Snapshots().counts, std::nullopt) << part << ": neither good, nor never made";
    EXPECT_EQ(Snapshots().last_success_at_most, Ago(hours(2))) << part;
    EXPECT_FALSE(*former_.destinations.at(0).available) << part;
    fs::rename(folder_ / "aside", path);
  }
  Run();
  EXPECT_THAT(Repository().proofs, IsEmpty()) << "whole again";
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(2)));
}

TEST_F(ResticLiveTest, DamageThatSomeSnapshotsMaySurviveIsToldAndTheSnapshotStays) {
  BackUp(hours(2));
  const std::string pack = Files("data").front();
  fs::resize_file(folder_ / pack, 0);
  Run();
  ASSERT_EQ(Repository().proofs.size(), 1u);
  EXPECT_THAT(Repository().proofs[0].detail, HasSubstr(pack));
  EXPECT_EQ(Snapshots().last_success_finish, Ago(hours(2)));
}

// A day of a repository whose keys are gone is no "never backed up": snapshots are there.
TEST_F(ResticLiveTest, SnapshotsWithoutTheirKeysAreNotCalledNeverMade) {
  BackUp(hours(50));
  fs::remove_all(folder_ / "repo/keys");
  Run();
  const Derived derived = Derive(Repository(), {}, clock_.Now());
  std::string words;
  for (const Finding& finding : FindingsOf(Repository(), derived, clock_.Now(), {}, ""))
    words += finding.what + ": " + finding.why + "\n";
  EXPECT_THAT(words, HasSubstr("keys/ is empty"));
  EXPECT_THAT(words, HasSubstr("no backup can be newer than"));
  EXPECT_THAT(words, Not(HasSubstr("never backed up")));
}

TEST_F(ResticLiveTest, AConfigOfAnotherSizeIsDamaged) {
  BackUp(hours(2));
  ASSERT_EQ(fs::file_size(folder_ / "repo/config"), ResticListing::kConfigSize);
  for (const std::uint64_t size : {154u, 100u, 156u, 0u}) {
    fs::permissions(folder_ / "repo/config", fs::perms::owner_all);
    fs::resize_file(folder_ / "repo/config", size);
    Run();
    ASSERT_EQ(Repository().proofs.size(), 1u) << size;
    EXPECT_THAT(Repository().proofs[0].detail, HasSubstr(fmt::format("config has {} bytes", size)));
  }
}

TEST_F(ResticLiveTest, APackThatIsCutHasNoHeader) {
  BackUp(hours(26));
  BackUp(hours(2));
  Run();
  EXPECT_THAT(Repository().proofs, IsEmpty());
  for (const std::string& pack : Files("data")) {
    const std::string whole = ReadFile(pack);
    fs::permissions(folder_ / pack, fs::perms::owner_all);
    for (const std::size_t cut : {std::size_t{1}, std::size_t{4}, std::size_t{40}, whole.size() / 2}) {
      folder_.Write(pack, whole.substr(0, whole.size() - cut));
      Run();
      ASSERT_EQ(Repository().proofs.size(), 1u) << pack << " cut by " << cut;
      EXPECT_EQ(Repository().proofs[0].proof, "content");
      EXPECT_THAT(Repository().proofs[0].detail, HasSubstr(pack));
    }
    folder_.Write(pack, whole.substr(0, whole.size() - 30) + std::string(30, '\0'));
    Run();
    EXPECT_EQ(Repository().proofs.size(), 1u) << "zeros at the end";
    folder_.Write(pack, whole);
    Run();
    EXPECT_THAT(Repository().proofs, IsEmpty()) << "whole again";
  }
}

TEST_F(ResticLiveTest, KeysAndIndexesAreReadToBeSure) {
  BackUp(hours(2));
  Flip(Files("index").front());
  Run();
  ASSERT_EQ(Repository().proofs.size(), 1u);
  EXPECT_EQ(Repository().proofs[0].proof, "content");
  EXPECT_THAT(Repository().proofs[0].detail, HasSubstr("restic repair index"));
  Flip(Files("keys").front());
  Run();
  ASSERT_EQ(Repository().proofs.size(), 1u);
  EXPECT_THAT(Repository().proofs[0].detail, HasSubstr("no password can open"));
  EXPECT_EQ(Snapshots().last_success_finish, std::nullopt);
}

TEST_F(ResticLiveTest, AStaleLockIsTold) {
  BackUp(hours(30));
  const std::string lock = "repo/locks/" + std::string(64, 'c');
  folder_.Write(lock, std::string(200, 'x'));
  Run();
  EXPECT_EQ(Snapshots().counts->running, 1) << "a fresh lock: something works on it";
  EXPECT_EQ(Snapshots().running_since, std::nullopt) << "since when is not in a listing";
  Touch(lock, Ago(hours(3)));
  Run();
  EXPECT_EQ(Snapshots().counts->running, 0);
  EXPECT_EQ(Snapshots().running_since, Ago(hours(3)));
  EXPECT_THAT(Snapshots().running_detail, HasSubstr("if it is exclusive so does every backup"));
  // Nothing real can read this lock, and restic 0.18 refuses to back up beside such a one.
  fs::remove(fs::path(folder_.path()) / lock);
  BackUp(hours(1));
  folder_.Write(lock, std::string(200, 'x'));
  Touch(lock, Ago(hours(3)));
  Run();
  EXPECT_THAT(Snapshots().running_detail, HasSubstr("backups went on since"));
}

TEST_F(ResticLiveTest, TheNewestSnapshotMayBeForgotten) {
  BackUp(hours(26));
  BackUp(hours(2));
  Run();
  fs::remove(folder_ / Files("snapshots").front());
  Run();
  EXPECT_EQ(Snapshots().counts->completed, 1);
}

}  // namespace
}  // namespace lastgood
