// What can be wrong with the volumes of a backup, and with the repositories that have their data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proof/velero/velero_damage_fixture.h"

namespace lastgood::proof::velero {
namespace {

const std::vector<Damage> kVolumeDamages = {
    {"no repositories at all", [](VeleroStore& s) { s.DropFolder("kopia/"); }, kNo, kNo, kNo, "kopia/"},
    {"no repository of the namespace", [](VeleroStore& s) { s.DropFolder("kopia/app/"); }, kOpen, kNo, kNo,
     "volume app/data: its data are in backups/v/kopia/app/, and that is missing"},
    {"no repository of a moved volume", [](VeleroStore& s) { s.DropFolder("kopia/db/"); }, kOpen, kNo, kNo,
     "volume db/pg"},
    {"no kopia.repository", [](VeleroStore& s) { s.DropFolder("kopia/app/kopia.repository"); }, kOpen, kNo,
     kNo, "kopia.repository is missing"},
    {"a cut kopia.repository",
     [](VeleroStore& s) { s.files[s.Prefix() + "kopia/app/kopia.repository"].resize(50); }, kOpen, kNo, kNo,
     "cannot open"},
    {"no metadata in kopia", [](VeleroStore& s) { s.DropFolder("kopia/app/q"); }, kOpen, kNo, kNo},
    {"no index in kopia", [](VeleroStore& s) { s.DropFolder("kopia/app/x"); }, kOpen, kNo, kNo},
    {"only kopia.repository in kopia",
     [](VeleroStore& s) {
       for (const char* letter : {"p", "q", "x"}) s.DropFolder(std::string("kopia/app/") + letter);
     },
     kOpen, kNo, kNo, "no snapshot"},
    {"an empty pack in kopia",
     [](VeleroStore& s) { s.files[s.Prefix() + "kopia/app/p0123456789abcdef0123456789abcdef-s01"].clear(); },
     kOpen, kOpen, kOpen, "packs are empty"},
    {"a kopia that was last written before the backup",
     [](VeleroStore& s) {
       s.times[s.Prefix() + "kopia/app/qfedcba9876543210fedcba9876543210-s01"] = At("2026-10-20T00:00:00Z");
     },
     kOpen, kOpen, kOpen, "nothing was written"},
    {"an upload that failed",
     [](VeleroStore& s) {
       PutVolumes(s, {With(kKopiaVolume, R"("Phase":"Completed")", R"("Phase":"Failed")")});
     },
     kOpen, kNo, kNo, "the phase is Failed"},
    {"a moved volume whose result is failed",
     [](VeleroStore& s) { PutVolumes(s, {With(kMovedVolume, "succeeded", "failed")}); }, kOpen, kNo, kNo,
     "volume db/pg"},
    {"a volume moved by another mover",
     [](VeleroStore& s) { PutVolumes(s, {With(kMovedVolume, R"("velero")", R"("acme")")}); }, kOpen, kOpen,
     kOpen, "acme"},
    {"an empty volume, of which no snapshot was taken",
     [](VeleroStore& s) { PutVolumes(s, {With(kKopiaVolume, R"("snapshotHandle":"f00dfeed",)", "")}); },
     kOpen, kYes, kYes},
    {"a CSI snapshot", [](VeleroStore& s) { PutVolumes(s, {kCsiVolume}); }, kOpen, kOpen, kOpen,
     "outside of the bucket"},
    {"a native snapshot", [](VeleroStore& s) { PutVolumes(s, {kNativeVolume}); }, kOpen, kOpen, kOpen,
     "outside of the bucket"},
    {"a CSI snapshot beside a missing repository",
     [](VeleroStore& s) {
       PutVolumes(s, {kCsiVolume, kKopiaVolume});
       s.DropFolder("kopia/app/");
     },
     kOpen, kNo, kNo, "volume app/data"},
    {"a volume that is skipped", [](VeleroStore& s) { PutVolumes(s, {kSkippedVolume}); }, kOpen, kYes, kYes},
    {"an empty volumeinfo", [](VeleroStore& s) { s.File(File::kVolumeInfo).clear(); }, kNo, kNo, kNo,
     "Velero stops at it"},
    {"a cut volumeinfo",
     [](VeleroStore& s) {
       std::string& info = s.File(File::kVolumeInfo);
       info.resize(info.size() / 2);
     },
     kOpen, kNo, kNo, "-volumeinfo.json.gz"},
    {"a volumeinfo that lacks its trailer only",
     [](VeleroStore& s) {
       std::string& info = s.File(File::kVolumeInfo);
       info.resize(info.size() - 8);
     },
     kOpen, kOpen, kOpen, "damaged at its end"},
    {"no volumeinfo in a store of operations", [](VeleroStore& s) { s.Drop(File::kVolumeInfo); }, kOpen,
     kOpen, kOpen, "operations"},
    {"neither volumeinfo nor podvolumebackups",
     [](VeleroStore& s) {
       s.Drop(File::kVolumeInfo);
       s.Drop(File::kPodVolumes);
       s.Drop(File::kOperations);
     },
     kOpen, kOpen, kOpen, "which volumes"},
    {"no podvolumebackups", [](VeleroStore& s) { s.Drop(File::kPodVolumes); }, kOpen, kNo, kNo,
     "restored empty"},
    {"an empty podvolumebackups", [](VeleroStore& s) { s.File(File::kPodVolumes).clear(); }, kOpen, kNo, kNo},
    {"a podvolumebackups that lost the volume", [](VeleroStore& s) { s.PutPacked(File::kPodVolumes, "[]"); },
     kOpen, kNo, kNo, "does not list the snapshot f00dfeed"},
    {"an empty volumesnapshots", [](VeleroStore& s) { s.File(File::kNativeSnapshots).clear(); }, kNo, kNo,
     kNo, "Velero stops at it"},
    {"a damaged resource list", [](VeleroStore& s) { s.File(File::kResources).resize(30); }, kOpen, kYes,
     kYes},
};

TEST(VeleroTest, EachDamageOfVolumesIsSeenAtTheDepthThatCanSeeIt) { ExpectEach(kVolumeDamages); }

struct ResticDamage {
  std::string name;
  std::function<void(VeleroStore&, const std::string& snapshot)> apply;
  Verdict ends, content;
};

TEST(VeleroTest, ResticsRepositoryIsLookedIntoBeforeTheVolumeInfo) {
  const std::string folder = "restic/app/";
  const std::vector<ResticDamage> damages = {
      {"healthy", [](VeleroStore&, const std::string&) {}, kYes, kYes},
      {"missing", [&](VeleroStore& s, const std::string&) { s.DropFolder(folder); }, kNo, kNo},
      {"no config", [&](VeleroStore& s, const std::string&) { s.DropFolder(folder + "config"); }, kNo, kNo},
      {"a cut config", [&](VeleroStore& s, const std::string&) { s.files[folder + "config"].resize(80); },
       kNo, kNo},
      {"no keys", [&](VeleroStore& s, const std::string&) { s.DropFolder(folder + "keys/"); }, kNo, kNo},
      {"no index", [&](VeleroStore& s, const std::string&) { s.DropFolder(folder + "index/"); }, kNo, kNo},
      {"no data", [&](VeleroStore& s, const std::string&) { s.DropFolder(folder + "data/"); }, kNo, kNo},
      {"no snapshot", [&](VeleroStore& s, const std::string&) { s.DropFolder(folder + "snapshots/"); }, kNo,
       kNo},
      {"another snapshot only",
       [&](VeleroStore& s, const std::string& id) {
         s.files.erase(folder + "snapshots/" + id);
         PutResticFile(s, "snapshots/", std::string(310, 't'));
       },
       kNo, kNo},
      {"a cut snapshot",
       [&](VeleroStore& s, const std::string& id) { s.files[folder + "snapshots/" + id].resize(100); }, kNo,
       kNo},
      {"a damaged key",
       [&](VeleroStore& s, const std::string&) {
         for (auto& [key, content] : s.files)
           if (key.starts_with(folder + "keys/")) content[3] ^= 1;
       },
       kNo, kNo},
      {"a damaged index",
       [&](VeleroStore& s, const std::string&) {
         for (auto& [key, content] : s.files)
           if (key.starts_with(folder + "index/")) content[3] ^= 1;
       },
       kNo, kNo},
      {"a cut pack",
       [&](VeleroStore& s, const std::string&) {
         s.files[folder + "data/ab/ab" + std::string(62, '0')].resize(900);
       },
       kOpen, kOpen},
  };
  for (const ResticDamage& damage : damages) {
    SCOPED_TRACE(damage.name);
    auto [store, snapshot] = HealthyRestic();
    damage.apply(store, snapshot);
    const ProvenBackup ends = store.Prove(Depth::kEnds).backups[0];
    EXPECT_EQ(ends.restorable, damage.ends) << ends.reason;
    EXPECT_EQ(store.Prove(Depth::kContent).backups[0].restorable, damage.content);
  }
}

}  // namespace
}  // namespace lastgood::proof::velero
