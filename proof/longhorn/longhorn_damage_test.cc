// Every damage that was done to a store, and the depth that sees it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "proof/longhorn/longhorn_fixture.h"

namespace lastgood::proof::longhorn {
namespace {

using ::testing::HasSubstr;

struct Damage {
  std::string name;
  std::function<void(LonghornStore&)> apply;
  std::string verdicts;     // of backup-1 and backup-2 at each depth: yes, no or nobody can tell
  std::string reason = "";  // of the last one at kContent
};

void PutPacked(LonghornStore& store, const std::string& method) {
  for (const char* name : {"backup-1", "backup-2"})
    Replace(store.BackupCfg(name), R"("CompressionMethod":"lz4")",
            fmt::format(R"("CompressionMethod":"{}")", method));
  for (unsigned i = 0; i < 4; ++i) {
    const std::string data = DataOf(i);
    store.Block(BlockOf(i)) = method == "none" ? data : method == "lz4" ? Lz4Of(data) : GzipOf(data);
  }
}

std::vector<Damage> WholeStores() {
  return {
      {"healthy", [](LonghornStore&) {}, "?? yy yy"},
      {"healthy with gzip", [](LonghornStore& store) { PutPacked(store, "gzip"); }, "?? yy yy"},
      {"healthy with an older version's gzip", [](LonghornStore& store) { PutPacked(store, ""); },
       "?? yy yy"},
      {"healthy and not packed", [](LonghornStore& store) { PutPacked(store, "none"); }, "?? yy yy"},
      {"gzip blocks that the cfg calls lz4",
       [](LonghornStore& store) {
         const std::string data = BlockData(9, 150'000);
         store.Block(BlockOf(3)) = GzipOf(data);
       },
       "?? yy yy"},
  };
}

std::vector<Damage> VolumeDamages() {
  return {
      {"no volume.cfg", [](LonghornStore& store) { store.files.erase(store.Folder() + "volume.cfg"); },
       "nn nn nn", "volume.cfg is missing"},
      {"an empty volume.cfg", [](LonghornStore& store) { store.File("volume.cfg").clear(); }, "nn nn nn",
       "volume.cfg is empty"},
      {"a cut volume.cfg", [](LonghornStore& store) { store.File("volume.cfg").resize(100); }, "?? nn nn",
       "volume.cfg cannot be read"},
      {"a volume of no size", [](LonghornStore& store) { store.PutVolume(0); }, "?? nn nn", "0 bytes"},
  };
}

std::vector<Damage> CfgDamages() {
  return {
      {"an empty cfg", [](LonghornStore& store) { store.BackupCfg("backup-2").clear(); }, "?n yn yn",
       "its cfg is empty"},
      {"a cut cfg", [](LonghornStore& store) { store.BackupCfg("backup-2").resize(500); }, "?? yn yn",
       "no JSON"},
      {"an upload that never ended",
       [](LonghornStore& store) {
         Cfg cfg{"backup-2"};
         cfg.created = cfg.snapshot_created = "";
         store.PutBackup(cfg);
       },
       "?? yn yn", "never ended"},
      {"a complete cfg that lost its blocks",
       [](LonghornStore& store) {
         Cfg cfg{"backup-2"};
         cfg.size = "8388608";
         store.PutBackup(cfg);
       },
       "?? yn yn", "all-zero disk"},
      {"a complete cfg of nothing after one that held data",
       [](LonghornStore& store) {
         Cfg cfg{"backup-2"};
         cfg.snapshot_created = "2026-11-02T01:00:05Z";
         store.PutBackup(cfg);
       },
       "?? yn yn", "an earlier backup has some"},
      {"a complete cfg of nothing before the data",
       [](LonghornStore& store) { store.PutBackup({"backup-1"}); }, "?? ?y ?y"},
      {"a cfg that lost one of its blocks",
       [](LonghornStore& store) {
         Replace(store.BackupCfg("backup-2"), R"("Size":"8388608")", R"("Size":"10485760")");
       },
       "?? yn yn", "the rest restores as zeros"},
  };
}

std::vector<Damage> BlockDamages() {
  return {
      {"a missing block",
       [](LonghornStore& store) {
         store.files.erase(store.Folder() + BlockPath(*ParseChecksum(BlockOf(3).checksum)));
       },
       "?? yn yn", "1 of its 4 blocks are missing"},
      {"no blocks at all",
       [](LonghornStore& store) {
         std::erase_if(store.files, [](const auto& file) { return file.first.ends_with(".blk"); });
       },
       "?? nn nn", "4 of its 4 blocks"},
      {"an empty block", [](LonghornStore& store) { store.Block(BlockOf(3)).clear(); }, "?? yn yn",
       "is empty"},
      {"a cut block of lz4", [](LonghornStore& store) { store.Block(BlockOf(3)).resize(100'000); },
       "?? yn yn", "is cut off"},
      {"a block of lz4 that lacks its last byte",
       [](LonghornStore& store) { store.Block(BlockOf(3)).pop_back(); }, "?? yn yn", "is cut off"},
      {"a small block that is cut", [](LonghornStore& store) { store.Block(BlockOf(2)).resize(8000); },
       "?? nn nn", "is cut off"},
      {"a cut block of gzip",
       [](LonghornStore& store) {
         PutPacked(store, "gzip");
         store.Block(BlockOf(3)).resize(100'000);
       },
       "?? yn yn", "is cut off"},
      {"a cut block that is not packed",
       [](LonghornStore& store) {
         PutPacked(store, "none");
         store.Block(BlockOf(3)).resize(2'000'000);
       },
       "?? yn yn", "2000000 bytes instead of 2097152"},
      {"a block whose end was never written",
       [](LonghornStore& store) {
         std::string& block = store.Block(BlockOf(3));
         block.replace(block.size() - 5000, 5000, 5000, '\0');
       },
       "?? yn yn"},
      {"a flipped byte within a large block",
       [](LonghornStore& store) { store.Block(BlockOf(3))[70'000] ^= 1; }, "?? yy yn"},
      {"a flipped byte within a small block", [](LonghornStore& store) { store.Block(BlockOf(2))[60] ^= 1; },
       "?? nn nn"},
      {"a flipped byte in a block that is not packed",
       [](LonghornStore& store) {
         PutPacked(store, "none");
         store.Block(BlockOf(3))[70'000] ^= 1;
       },
       "?? yy yn", "its name is the checksum"},
  };
}

std::vector<Damage> WhatNobodyCanTell() {
  return {
      {"a volume.cfg that another cluster's smaller volume of the name wrote",
       [](LonghornStore& store) { store.PutVolume(6291456, "backup-2"); }, "?? yn yn", "another cluster's"},
      {"a volume on a backing image",
       [](LonghornStore& store) {
         Replace(store.File("volume.cfg"), R"("BackingImageName":"\"\"")",
                 R"("BackingImageName":"\"debian\"")");
       },
       "?? ?? ??", "backing image debian"},
      {"a compression that Longhorn does not have",
       [](LonghornStore& store) { Replace(store.BackupCfg("backup-2"), R"("lz4")", R"("zstd")"); },
       "?? yn yn", "no compression \"zstd\""},
      {"a cfg that cannot be read",
       [](LonghornStore& store) {
         store.errors[store.Folder() + "backups/backup_backup-2.cfg"] = {ErrorCode::kForbidden, "403"};
       },
       "?? y? y?", "could not be read: 403"},
      {"a block that cannot be read",
       [](LonghornStore& store) {
         store.errors[store.Folder() + BlockPath(*ParseChecksum(BlockOf(3).checksum))] = {
             ErrorCode::kForbidden, "403"};
       },
       "?? y? y?", "not all of its blocks could be read"},
  };
}

TEST(LonghornDamageTest, EachIsSeenAtTheDepthThatCanSeeIt) {
  for (const auto& damages :
       {WholeStores(), VolumeDamages(), CfgDamages(), BlockDamages(), WhatNobodyCanTell()})
    for (const Damage& damage : damages) {
      SCOPED_TRACE(damage.name);
      LonghornStore store = HealthyLonghorn("backups/home");
      damage.apply(store);
      for (const ProvenBackup& backup : store.Prove(Depth::kEnds).at(0).backups)
        EXPECT_EQ(backup.reason.empty(), backup.restorable == true) << backup.reason;
      std::string verdicts;
      for (const Depth depth : {Depth::kListing, Depth::kEnds, Depth::kContent})
        verdicts += (verdicts.empty() ? "" : " ") + Verdicts(store.Prove(depth).at(0));
      EXPECT_EQ(verdicts, damage.verdicts);
      EXPECT_THAT(store.Prove(Depth::kContent).at(0).backups.back().reason, HasSubstr(damage.reason));
    }
}

}  // namespace
}  // namespace lastgood::proof::longhorn
