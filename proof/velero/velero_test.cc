#include "proof/velero/velero.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/velero/velero_damage_fixture.h"

namespace lastgood::proof::velero {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

const std::vector<Damage> kFileDamages = {
    {"healthy", [](VeleroStore&) {}, kOpen, kYes, kYes},
    {"healthy without a volume", [](VeleroStore& s) { PutVolumes(s, {}); }, kOpen, kYes, kYes},
    {"only the logs",
     [](VeleroStore& s) {
       for (const File file : {File::kMetadata, File::kContents}) s.Drop(file);
     },
     kNo, kNo, kNo, "it failed"},
    {"no velero-backup.json", [](VeleroStore& s) { s.Drop(File::kMetadata); }, kNo, kNo, kNo, "does not see"},
    {"an empty velero-backup.json", [](VeleroStore& s) { s.File(File::kMetadata).clear(); }, kNo, kNo, kNo,
     "is empty"},
    {"a cut velero-backup.json", [](VeleroStore& s) { s.File(File::kMetadata).resize(200); }, kOpen, kNo, kNo,
     "cannot import"},
    {"a velero-backup.json of something else",
     [](VeleroStore& s) { Replace(s.File(File::kMetadata), "\"Backup\"", "\"Restore\""); }, kOpen, kNo, kNo,
     "cannot import"},
    {"a folder that was renamed", [](VeleroStore& s) { s.PutMetadata("Completed", "\"errors\":0", "other"); },
     kOpen, kNo, kNo, "names the backup other"},
    {"no tar.gz", [](VeleroStore& s) { s.Drop(File::kContents); }, kNo, kNo, kNo, "is missing"},
    {"an empty tar.gz", [](VeleroStore& s) { s.File(File::kContents).clear(); }, kNo, kNo, kNo, "0 bytes"},
    {"a tar.gz of nothing", [](VeleroStore& s) { s.File(File::kContents) = GzipOf(""); }, kNo, kNo, kNo,
     "nothing is in it"},
    {"a cut tar.gz",
     [](VeleroStore& s) {
       std::string& tar = s.File(File::kContents);
       tar.resize(tar.size() / 2);
     },
     kOpen, kNo, kNo, "cut off"},
    {"a tar.gz that lacks its last byte", [](VeleroStore& s) { s.File(File::kContents).pop_back(); }, kOpen,
     kNo, kNo, "cut off"},
    {"a flipped byte in the tar.gz", [](VeleroStore& s) { s.File(File::kContents)[60] ^= 1; }, kOpen, kNo,
     kNo},
    {"a tar.gz without a tar", [](VeleroStore& s) { s.File(File::kContents) = GzipOf("some text\n"); }, kOpen,
     kNo, kNo},
    {"a tar.gz that is no gzip",
     [](VeleroStore& s) { s.File(File::kContents) = "<html>an error page</html> and more"; }, kOpen, kNo, kNo,
     "no gzip"},
    {"a tar.gz that cannot be read",
     [](VeleroStore& s) {
       s.errors[s.Folder() + FileName(File::kContents, s.backup)] = {ErrorCode::kForbidden, "403"};
     },
     kOpen, kOpen, kOpen, "could not be read: 403"},
    {"a velero-backup.json that cannot be read",
     [](VeleroStore& s) {
       s.errors[s.Folder() + FileName(File::kMetadata, s.backup)] = {ErrorCode::kForbidden, "403"};
     },
     kOpen, kOpen, kOpen, "could not be read: 403"},
};

const std::vector<Damage> kPhaseDamages = {
    {"PartiallyFailed",
     [](VeleroStore& s) {
       s.PutMetadata("PartiallyFailed", R"("errors":2,"progress":{"totalItems":7,"itemsBackedUp":7})");
     },
     kOpen, kNo, kNo, "2 errors"},
    {"Failed", [](VeleroStore& s) { s.PutMetadata("Failed", R"("failureReason":"disk full")"); }, kOpen, kNo,
     kNo, "disk full"},
    {"FailedValidation", [](VeleroStore& s) { s.PutMetadata("FailedValidation"); }, kOpen, kNo, kNo},
    {"InProgress", [](VeleroStore& s) { s.PutMetadata("InProgress"); }, kOpen, kNo, kNo, "has not ended"},
    {"WaitingForPluginOperations", [](VeleroStore& s) { s.PutMetadata("WaitingForPluginOperations"); }, kOpen,
     kNo, kNo, "has not ended"},
    {"Finalizing", [](VeleroStore& s) { s.PutMetadata("Finalizing"); }, kOpen, kNo, kNo, "has not ended"},
    {"no phase", [](VeleroStore& s) { s.PutMetadata(""); }, kOpen, kNo, kNo, "has not ended"},
    {"Deleting", [](VeleroStore& s) { s.PutMetadata("Deleting"); }, kOpen, kNo, kNo, "deleting"},
    {"a phase of a later version", [](VeleroStore& s) { s.PutMetadata("Sealed"); }, kOpen, kOpen, kOpen,
     "Sealed"},
    {"Completed with 0 items", [](VeleroStore& s) { s.PutMetadata("Completed", R"("progress":{})"); }, kOpen,
     kNo, kNo, "0 items"},
    {"Completed without progress and with an empty resource list",
     [](VeleroStore& s) {
       s.PutMetadata("Completed", R"("errors":0)");
       s.PutPacked(File::kResources, "{}");
     },
     kOpen, kNo, kNo, "resource list is empty"},
    {"expired",
     [](VeleroStore& s) { Replace(s.File(File::kMetadata), "2026-12-31T01:00:00Z", "2026-11-04T01:00:00Z"); },
     kOpen, kNo, kNo, "expired"},
    {"fewer snapshots than were tried",
     [](VeleroStore& s) {
       s.PutMetadata("Completed", R"("volumeSnapshotsAttempted":3,"volumeSnapshotsCompleted":2)");
     },
     kOpen, kNo, kNo, "2 of 3"},
};

TEST(VeleroTest, EachDamageOfFilesIsSeenAtTheDepthThatCanSeeIt) { ExpectEach(kFileDamages); }
TEST(VeleroTest, OnlyCompletedIsABackupThatRestores) { ExpectEach(kPhaseDamages); }
TEST(VeleroTest, ABackupRestoresTheMomentThatItBegan) {
  const ProvenStore store = HealthyVelero().Prove(Depth::kEnds);
  EXPECT_EQ(store.type, "velero");
  EXPECT_EQ(store.path, "");
  ASSERT_EQ(store.backups.size(), 1u);
  EXPECT_EQ(store.backups[0].id, "daily-20261101010000");
  EXPECT_EQ(store.backups[0].from, At("2026-11-01T01:00:00Z"));
  EXPECT_EQ(store.backups[0].to, store.backups[0].from);
  EXPECT_THAT(store.notes, ElementsAre("daily-20261101010000: namespaces app, db",
                                       "daily-20261101010000: claims app/data, db/pg"));
  EXPECT_THAT(store.unread, ElementsAre(HasSubstr("repositories of kopia")));
}

TEST(VeleroTest, TheListingReadsNothing) {
  const VeleroStore store = HealthyVelero();
  store.Prove(Depth::kListing);
  EXPECT_EQ(store.reads, 0u);
}

TEST(VeleroTest, WhatABackupDoesNotHoldIsANote) {
  VeleroStore store = HealthyVelero();
  PutVolumes(store, {kKopiaVolume, kSkippedVolume});
  store.PutMetadata("Completed", R"("warnings":3,"progress":{"totalItems":7,"itemsBackedUp":7})");
  EXPECT_THAT(store.Prove(Depth::kEnds).notes,
              IsSupersetOf({"daily-20261101010000: 3 warnings, which its log tells",
                            "daily-20261101010000: it leaves out app/cache (opted out by annotation)",
                            "daily-20261101010000: it does not hold the data of db/pg"}));
}

TEST(VeleroTest, OtherFoldersBesideItMakeALocationInvalid) {
  VeleroStore store = HealthyVelero();
  store.files["barman/base/1/backup.info"] = "x";
  const ProvenStore proven = store.Prove(Depth::kEnds);
  EXPECT_EQ(proven.backups[0].restorable, true);
  EXPECT_THAT(proven.notes, Contains(HasSubstr("folders barman")));
}

TEST(VeleroTest, AMomentThatLiesAheadIsNoProof) {
  const ProvenStore store = HealthyVelero().Prove(Depth::kEnds, At("2026-10-01T00:00:00Z"));
  EXPECT_FALSE(store.backups[0].from.has_value());
  EXPECT_THAT(store.notes, Contains(HasSubstr("lies ahead")));
}

TEST(VeleroTest, BackupsAreOldestFirstAndEachIsItsOwn) {
  VeleroStore store = HealthyVelero();
  VeleroStore second = HealthyVelero();
  second.backup = "a-later-one";
  second.files.clear();
  for (const auto& [key, content] : store.files)
    if (!key.starts_with("backups/")) second.files[key] = content;
  second.PutMetadata("Completed");
  Replace(second.File(File::kMetadata), R"("startTimestamp":"2026-11-01)", R"("startTimestamp":"2026-11-05)");
  store.files.merge(second.files);
  const ProvenStore proven = store.Prove(Depth::kEnds);
  ASSERT_EQ(proven.backups.size(), 2u);
  EXPECT_EQ(proven.backups[0].restorable, true);
  EXPECT_EQ(proven.backups[1].id, "a-later-one");
  EXPECT_EQ(proven.backups[1].restorable, false);
}

TEST(VeleroTest, ALargeTarIsJudgedByItsEnds) {
  VeleroStore store = HealthyVelero();
  std::vector<std::pair<std::string, std::string>> members;
  std::uint32_t state = 7;
  for (int i = 0; i < 40; ++i) {
    std::string content;
    while (content.size() < 300'000) {
      state = state * 1664525 + 1013904223;
      content += fmt::format("\"{:x}\",", state);
    }
    members.emplace_back(fmt::format("resources/pods/namespaces/app/{}.json", i), content);
  }
  store.File(File::kContents) = GzipOf(TarOf(members));
  ASSERT_GT(store.File(File::kContents).size(), 4u * 1024 * 1024);
  EXPECT_EQ(store.Prove(Depth::kEnds).backups[0].restorable, true)
      << store.Prove(Depth::kEnds).backups[0].reason;
  EXPECT_EQ(store.Prove(Depth::kContent).backups[0].restorable, true);
  store.File(File::kContents).resize(store.File(File::kContents).size() - 100'000);
  EXPECT_EQ(store.Prove(Depth::kEnds).backups[0].restorable, false);
  EXPECT_EQ(store.Prove(Depth::kContent).backups[0].restorable, false);
}

}  // namespace
}  // namespace lastgood::proof::velero
