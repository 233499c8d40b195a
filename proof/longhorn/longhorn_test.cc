#include "proof/longhorn/longhorn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/longhorn/longhorn_fixture.h"

namespace lastgood::proof::longhorn {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(LonghornTest, ABackupRestoresTheMomentOfItsSnapshot) {
  const ProvenStore store = HealthyLonghorn().Prove(Depth::kEnds).at(0);
  EXPECT_EQ(store.type, "longhorn");
  EXPECT_EQ(store.path, "");
  EXPECT_EQ(store.name, "pvc-0123abcd-test");
  ASSERT_EQ(store.backups.size(), 2u);
  EXPECT_EQ(store.backups[0].id, "backup-1");
  EXPECT_EQ(store.backups[0].from, At("2026-11-01T01:00:05Z"));
  EXPECT_EQ(store.backups[1].to, At("2026-11-02T01:00:05Z"));
  EXPECT_THAT(store.notes, ElementsAre("backed up by the recurring jobs daily"));
  EXPECT_THAT(store.unread, IsEmpty());
}

TEST(LonghornTest, TheEndsOfLargeBlocksAreReadOnceAndNotMore) {
  const LonghornStore store = HealthyLonghorn();
  store.Prove(Depth::kEnds);
  // volume.cfg, two cfgs, two ends of each of three blocks, and a small one.
  EXPECT_EQ(store.reads, 3u + 6u + 1u);
  EXPECT_LT(store.bytes, 20'000u);
}

TEST(LonghornTest, TheListingReadsNothing) {
  const LonghornStore store = HealthyLonghorn();
  store.Prove(Depth::kListing);
  EXPECT_EQ(store.reads, 0u);
}

TEST(LonghornTest, BlocksOf16MiBAreKnownByTheParameters) {
  LonghornStore store;
  store.PutVolume();
  Cfg cfg{"backup-1"};
  cfg.parameters = R"({"backup-block-size":"16777216","backup-mode":"full"})";
  cfg.block_size = 16777216;
  const std::string data = BlockData(1, 9'000'000, 16777216);
  cfg.blocks = {store.PutBlock(0, data, Lz4Of(data))};
  store.PutBackup(cfg);
  EXPECT_EQ(Verdicts(store.Prove(Depth::kEnds).at(0)), "y");
  EXPECT_EQ(Verdicts(store.Prove(Depth::kContent).at(0)), "y");
  store.Block(cfg.blocks[0]).resize(7'000'000);
  EXPECT_EQ(Verdicts(store.Prove(Depth::kEnds).at(0)), "n");
}

TEST(LonghornTest, OrphanedBlocksAreANote) {
  LonghornStore store = HealthyLonghorn();
  const std::string data = BlockData(77, 1000);
  store.PutBlock(0, data, Lz4Of(data));
  const ProvenStore proven = store.Prove(Depth::kEnds).at(0);
  EXPECT_EQ(Verdicts(proven), "yy");
  EXPECT_THAT(proven.notes, Contains(HasSubstr("1 of 5 blocks")));
}

TEST(LonghornTest, AnUploadThatNeverEndedKeepsLonghornFromFreeingBlocks) {
  LonghornStore store = HealthyLonghorn();
  Cfg cfg{"backup-3"};
  cfg.created = "";
  store.PutBackup(cfg);
  EXPECT_THAT(store.Prove(Depth::kEnds).at(0).notes, Contains(HasSubstr("backup-3 for one")));
}

TEST(LonghornTest, BackupsOfTwoClustersUnderOneNameAreANote) {
  LonghornStore store = HealthyLonghorn();
  for (const char* name : {"backup-1", "backup-2"})
    Replace(
        store.BackupCfg(name), R"("RecurringJob":"daily")",
        fmt::format(R"("KubernetesStatus":"{{\"namespace\":\"app\",\"pvcName\":\"data-of-{}\"}}")", name));
  EXPECT_THAT(store.Prove(Depth::kEnds).at(0).notes,
              Contains(HasSubstr("several claims, app/data-of-backup-1, app/data-of-backup-2")));
}

TEST(LonghornTest, AVolumeOutsideOfItsFolderIsNotFoundByLonghorn) {
  LonghornStore store = HealthyLonghorn(), moved;
  for (const auto& [key, content] : store.files) {
    std::string elsewhere = key;
    Replace(elsewhere, FolderOfVolume(store.volume), "00/11/" + store.volume);
    moved.files[elsewhere] = content;
  }
  EXPECT_EQ(Verdicts(moved.Prove(Depth::kListing).at(0)), "nn");
  EXPECT_THAT(moved.Prove(Depth::kContent).at(0).backups[0].reason, HasSubstr("looks for it in"));
}

TEST(LonghornTest, AMomentThatLiesAheadIsNoProof) {
  const ProvenStore store = HealthyLonghorn().Prove(Depth::kEnds, At("2026-11-02T00:00:00Z")).at(0);
  EXPECT_EQ(store.backups[1].id, "backup-2");
  EXPECT_FALSE(store.backups[1].from.has_value());
  EXPECT_THAT(store.notes, Contains(HasSubstr("lies ahead, backup-2")));
}

TEST(LonghornTest, EveryVolumeIsAStoreAndTheirFilesAreNotMixed) {
  LonghornStore store = HealthyLonghorn();
  LonghornStore other = HealthyLonghorn();
  other.volume = "pvc-0123abcd-test-2";
  other.PutVolume();
  store.files.merge(other.files);
  const std::vector<ProvenStore> stores = store.Prove(Depth::kEnds);
  ASSERT_EQ(stores.size(), 2u);
  for (const ProvenStore& one : stores) {
    if (one.name == store.volume)
      EXPECT_EQ(Verdicts(one), "yy");
    else
      EXPECT_THAT(one.notes, Contains("there is no backup of it"));
  }
}

TEST(LonghornTest, AStoreThatCannotBeReadIsNotAskedForEveryBlock) {
  LonghornStore store;
  store.PutVolume();
  Cfg cfg{"backup-1"};
  for (unsigned i = 0; i < 100; ++i) {
    const std::string data = BlockData(i, 100);
    cfg.blocks.push_back(store.PutBlock(i * 2097152ull, data, Lz4Of(data)));
    store.errors[store.Folder() + BlockPath(ChecksumOf(data))] = {ErrorCode::kTimeout, "timeout"};
  }
  store.PutBackup(cfg);
  EXPECT_EQ(Verdicts(store.Prove(Depth::kEnds).at(0)), "?");
  EXPECT_LT(store.reads, 20u);
}

}  // namespace
}  // namespace lastgood::proof::longhorn
