#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/longhorn/backup_config.h"
#include "proof/longhorn/block_file.h"
#include "proof/longhorn/longhorn_fixture.h"
#include "proof/longhorn/volume_config.h"

namespace lastgood::proof::longhorn {
namespace {

using ::testing::HasSubstr;

TEST(LonghornLayoutTest, AVolumeLiesWhereTheChecksumOfItsNameSays) {
  EXPECT_EQ(FolderOfVolume("pvc-0123abcd-test"), "a7/9b/pvc-0123abcd-test");
}

TEST(LonghornLayoutTest, TheRootStandsBeforeBackupstore) {
  const std::string digits(64, 'a');
  EXPECT_EQ(LonghornRootOf("backupstore/volumes/a7/9b/pvc-1/volume.cfg"), "");
  EXPECT_EQ(LonghornRootOf("home/lh/backupstore/volumes/a7/9b/pvc-1/backups/backup_b-1.cfg"), "home/lh");
  EXPECT_EQ(LonghornRootOf("x/backupstore/volumes/a7/9b/pvc-1/blocks/aa/aa/" + digits + ".blk"), "x");
  EXPECT_EQ(LonghornRootOf("backupstore/volumes/x/backupstore/volumes/a7/9b/pvc-1/volume.cfg"),
            "backupstore/volumes/x");
}

TEST(LonghornLayoutTest, WhatIsNotLonghornsHasNoRoot) {
  for (const char* key :
       {"", "backupstore/", "backupstore/volumes/", "xbackupstore/volumes/a7/9b/pvc-1/volume.cfg",
        "backupstore/volumes/a7/9b/volume.cfg", "backupstore/volumes/A7/9b/pvc-1/volume.cfg",
        "backupstore/volumes/a7/9b/pvc-1/backups/backup_.cfg",
        "backupstore/volumes/a7/9b/pvc-1/blocks/aa/aa/short.blk", "volumes/a7/9b/pvc-1/volume.cfg"})
    EXPECT_EQ(LonghornRootOf(key), std::nullopt) << key;
}

TEST(LonghornLayoutTest, ABlockInAnothersFolderIsNone) {
  const std::string digits = "ab" + std::string(62, 'c');
  EXPECT_EQ(PlaceOf("a7/9b/pvc-1/blocks/ab/cc/" + digits + ".blk").file, File::kBlock);
  EXPECT_EQ(PlaceOf("a7/9b/pvc-1/blocks/ab/cd/" + digits + ".blk").file, File::kOther);
}

TEST(LonghornConfigTest, TheListOfBlocksIsRead) {
  const std::string digits(64, 'a');
  Cfg cfg{"b-1"};
  cfg.blocks = {{0, digits}, {2097152, std::string(64, 'b')}};
  const Result<BackupConfig> config = ParseBackupConfig(cfg.Json("pvc-1"));
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->volume, "pvc-1");
  EXPECT_EQ(config->job, "daily");
  EXPECT_EQ(config->compression, "lz4");
  EXPECT_EQ(config->size, 4194304u);
  ASSERT_EQ(config->blocks.size(), 2u);
  EXPECT_EQ(Digits(config->blocks[0].checksum), digits);
  EXPECT_EQ(config->blocks[1].offset, 2097152);
  EXPECT_EQ(*config->BlockSize(), 2097152u);
}

TEST(LonghornConfigTest, WhatFollowsTheDocumentIsLeftAloneAsInGo) {
  EXPECT_TRUE(ParseBackupConfig(R"({"CreatedTime":"x"}trailing)").ok());
}

TEST(LonghornConfigTest, NullsAreAbsent) {
  const Result<BackupConfig> config =
      ParseBackupConfig(R"({"CreatedTime":null,"Labels":null,"Parameters":null,"Blocks":null,"Size":null})");
  ASSERT_TRUE(config.ok());
  EXPECT_FALSE(config->IsComplete());
}

TEST(LonghornConfigTest, OfTwoListsTheLastOneCounts) {
  const std::string one = R"([{"Offset":0,"BlockChecksum":")" + std::string(64, 'a') + R"("}])";
  const Result<BackupConfig> config = ParseBackupConfig("{\"Blocks\":" + one + ",\"Blocks\":" + one + "}");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->blocks.size(), 1u);
}

TEST(LonghornConfigTest, WhatGoRefusesIsMalformed) {
  for (const char* text : {"",
                           "[]",
                           "null",
                           "7",
                           "\"x\"",
                           "{",
                           R"({"Size":7})",
                           R"({"Size":"x"})",
                           R"({"Blocks":{}})",
                           R"({"Blocks":"x"})",
                           R"({"Blocks":[null]})",
                           R"({"Blocks":[7]})",
                           R"({"Blocks":[[]]})",
                           R"({"Blocks":[{}]})",
                           R"({"Blocks":[{"Offset":"0"}]})",
                           R"({"Blocks":[{"Offset":1.5}]})",
                           R"({"Blocks":[{"BlockChecksum":"ab"}]})",
                           R"({"Blocks":[{"Offset":99999999999999999999}]})",
                           R"({"CreatedTime":7})",
                           R"({"CreatedTime":{}})",
                           R"({"Labels":{"RecurringJob":[]}})"})
    EXPECT_FALSE(ParseBackupConfig(text).ok()) << text;
  EXPECT_THAT(ParseBackupConfig(R"({"Size":7})").error().message, HasSubstr("has a number as its Size"));
}

TEST(LonghornConfigTest, DepthIsBounded) {
  const std::string deep = "{\"x\":" + std::string(100'000, '[');
  EXPECT_THAT(ParseBackupConfig(deep).error().message, HasSubstr("nested too deeply"));
}

TEST(LonghornConfigTest, ABlockSizeMayHaveAUnit) {
  BackupConfig config;
  config.block_size = "16Mi";
  EXPECT_EQ(*config.BlockSize(), 16777216u);
  config.block_size = "0";
  EXPECT_EQ(*config.BlockSize(), 2097152u);
  config.block_size = "lots";
  EXPECT_FALSE(config.BlockSize().ok());
}

TEST(LonghornConfigTest, AVolumesNumbersAndTextsAreQuotedTwice) {
  LonghornStore store;
  store.PutVolume(4096);
  const Result<VolumeConfig> config = ParseVolumeConfig(store.File("volume.cfg"));
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->size, 4096u);
  EXPECT_EQ(config->backing_image, "");
  EXPECT_FALSE(ParseVolumeConfig(R"({"Size":4096})").ok());
  EXPECT_FALSE(ParseVolumeConfig(R"({"Size":"4096","CompressionMethod":"lz4"})").ok());
}

TEST(LonghornConfigTest, TheClaimIsJsonInALabel) {
  EXPECT_EQ(ClaimIn(R"({"namespace":"app","pvcName":"data"})"), "app/data");
  for (const char* text : {"", "x", "{}", R"({"namespace":"app"})", "[1]"})
    EXPECT_EQ(ClaimIn(text), "") << text;
}

TEST(LonghornBlockTest, EveryCutOfALargeBlockIsSeenByItsEnds) {
  const std::string data = BlockData(5, 100'000);
  const BlockForm form{true, data.size()};
  for (const std::string& whole : {Lz4Of(data), GzipOf(data)}) {
    EXPECT_EQ(
        EndsFault(whole.substr(0, kBlockHead), whole.substr(whole.size() - kBlockTail), whole.size(), form),
        "");
    for (std::size_t size = 2100; size < whole.size(); size += 97) {
      const std::string cut = whole.substr(0, size);
      EXPECT_NE(EndsFault(cut.substr(0, kBlockHead), cut.substr(size - kBlockTail), size, form), "") << size;
    }
  }
}

TEST(LonghornBlockTest, AZeroBlockIsSmallAndWhole) {
  const std::string data(2 * 1024 * 1024, '\0');
  for (const std::string& packed : {Lz4Of(data), GzipOf(data)}) {
    EXPECT_EQ(SizeFault(packed.size(), {true, data.size()}), "");
    EXPECT_EQ(ContentFault(packed, ChecksumOf(data), {true, data.size()}), "");
  }
}

TEST(LonghornBlockTest, ABlockThatUnpacksWithoutEndIsStopped) {
  const std::string bomb = GzipOf(std::string(64 * 1024 * 1024, '\0'));
  EXPECT_THAT(ContentFault(bomb, {}, {true, 65536}), HasSubstr("holds more than 65536 bytes"));
}

TEST(LonghornBlockTest, AnyBytesAreJudgedWithoutHarm) {
  const BlockForm form{true, 2097152};
  for (const std::size_t size : {0, 1, 7, 15, 31}) {
    for (const char* magic : {"", "\x04\x22\x4d\x18", "\x1f\x8b\x08"}) {
      std::string head = magic + std::string(40, '\xff');
      head.resize(size);
      EXPECT_NE(EndsFault(head, head, size, form), "");
      EXPECT_NE(ContentFault(head, {}, form), "");
    }
  }
}

}  // namespace
}  // namespace lastgood::proof::longhorn
