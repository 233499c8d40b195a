// A Velero store in memory, file by file as Velero writes it.
#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/coding.h"
#include "base/time.h"
#include "proof/memory_store.h"
#include "proof/velero/velero.h"

namespace lastgood::proof::velero {

// As Go's archive/tar writes it: no more than two blocks of zeros at the end.
inline std::string TarOf(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string tar;
  for (const auto& [name, content] : members) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
    put(0, name);
    put(100, "0000755");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", content.size()));
    put(136, "00000000000");
    put(148, std::string(8, ' '));
    put(156, "0");
    put(257, std::string("ustar\00000", 8));
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
    tar += header + content + std::string((512 - content.size() % 512) % 512, '\0');
  }
  return tar + std::string(1024, '\0');
}

inline Time At(const char* text) { return *ParseRfc3339(text); }

struct VeleroStore : MemoryStore {
  std::map<std::string, Time> times;  // other than the usual one
  std::string root = "", backup = "daily-20261101010000";

  std::string Prefix() const { return root.empty() ? "" : root + "/"; }
  std::string Folder() const { return Prefix() + "backups/" + backup + "/"; }
  std::string& File(velero::File file) { return files[Folder() + FileName(file, backup)]; }
  void Drop(velero::File file) { files.erase(Folder() + FileName(file, backup)); }
  void DropFolder(const std::string& folder) {
    std::erase_if(files, [&](const auto& one) { return one.first.starts_with(Prefix() + folder); });
  }

  void PutMetadata(const std::string& phase,
                   const std::string& more = R"("progress":{"totalItems":7,"itemsBackedUp":7})",
                   const std::string& name = "") {
    File(velero::File::kMetadata) = fmt::format(
        R"({{"kind":"Backup","apiVersion":"velero.io/v1","metadata":{{"name":"{}","namespace":"velero",)"
        R"("labels":{{"velero.io/schedule-name":"daily"}}}},"spec":{{"storageLocation":"default","ttl":"720h0m0s"}},)"
        R"("status":{{"version":1,"formatVersion":"1.1.0","expiration":"2026-12-31T01:00:00Z","phase":"{}",)"
        R"("startTimestamp":"2026-11-01T01:00:00Z","completionTimestamp":"2026-11-01T01:02:00Z",{}}}}})",
        name.empty() ? backup : name, phase, more);
  }
  void PutPacked(velero::File file, const std::string& json) { File(file) = GzipOf(json + "\n"); }

  ProvenStore Prove(Depth depth, Time now = At("2026-12-01T00:00:00Z")) const {
    VeleroScan scan(root);
    for (const auto& [key, content] : files) {
      const auto time = times.find(key);
      scan.Add(
          {key, content.size(), time == times.end() ? At("2026-11-01T01:03:00Z") : time->second, "", ""});
    }
    const ReadPart read = [this](const std::string& key, const ByteRange& range) { return Read(key, range); };
    return std::move(scan.Prove(read, depth, now)).value();
  }
};

inline constexpr const char* kKopiaVolume =
    R"({"pvcName":"data","pvcNamespace":"app","pvName":"pvc-1","backupMethod":"PodVolumeBackup",)"
    R"("snapshotDataMoved":false,"preserveLocalSnapshot":false,"skipped":false,)"
    R"("startTimestamp":"2026-11-01T01:00:10Z","completionTimestamp":"2026-11-01T01:01:10Z","result":"succeeded",)"
    R"("pvbInfo":{"snapshotHandle":"f00dfeed","size":1,"uploaderType":"kopia","volumeName":"data","podName":"app-0",)"
    R"("podNamespace":"app","nodeName":"n1","Phase":"Completed"},"pvInfo":{"reclaimPolicy":"Delete","labels":null}})";
inline constexpr const char* kMovedVolume =
    R"({"pvcName":"pg","pvcNamespace":"db","pvName":"pvc-2","backupMethod":"CSISnapshot","snapshotDataMoved":true,)"
    R"("preserveLocalSnapshot":false,"skipped":false,"startTimestamp":"2026-11-01T01:00:10Z","result":"succeeded",)"
    R"("csiSnapshotInfo":{"snapshotHandle":"unknown","size":0,"driver":"driver.longhorn.io","vscName":"unknown",)"
    R"("operationID":"unknown","ReadyToUse":null},"snapshotDataMovementInfo":{"dataMover":"velero",)"
    R"("uploaderType":"kopia","snapshotHandle":"beefcafe","operationID":"du-1","size":1,"Phase":"Completed"}})";
inline constexpr const char* kCsiVolume =
    R"({"pvcName":"pg","pvcNamespace":"db","pvName":"pvc-2","backupMethod":"CSISnapshot","snapshotDataMoved":false,)"
    R"("skipped":false,"result":"succeeded","csiSnapshotInfo":{"snapshotHandle":"snap-1","size":1,)"
    R"("driver":"ebs.csi.aws.com","vscName":"vsc-1","ReadyToUse":true}})";
inline constexpr const char* kNativeVolume =
    R"({"pvcName":"pg","pvcNamespace":"db","pvName":"pvc-2","backupMethod":"NativeSnapshot","skipped":false,)"
    R"("result":"succeeded","nativeSnapshotInfo":{"snapshotHandle":"snap-1","volumeType":"gp3","Phase":"Completed"}})";
inline constexpr const char* kSkippedVolume =
    R"({"pvcName":"cache","pvcNamespace":"app","pvName":"pvc-3","snapshotDataMoved":false,"skipped":true,)"
    R"("skippedReason":"opted out by annotation"})";

inline std::string PodVolumeBackup(const std::string& uploader, const std::string& snapshot) {
  return fmt::format(
      R"({{"kind":"PodVolumeBackup","apiVersion":"velero.io/v1","metadata":{{"name":"daily-x"}},"spec":{{"node":"n1",)"
      R"("pod":{{"kind":"Pod","namespace":"app","name":"app-0"}},"volume":"data","backupStorageLocation":"default",)"
      R"("repoIdentifier":"","uploaderType":"{}"}},"status":{{"phase":"Completed","snapshotID":"{}",)"
      R"("startTimestamp":"2026-11-01T01:00:10Z"}}}})",
      uploader, snapshot);
}

inline std::string List(const std::vector<std::string>& entries) {
  std::string list;
  for (const std::string& entry : entries) list += (list.empty() ? "[" : ",") + entry;
  return list.empty() ? "[]" : list + "]";
}

inline void PutKopia(VeleroStore& store, const std::string& name) {
  const std::string folder = store.Prefix() + "kopia/" + name + "/";
  store.files[folder + "kopia.repository"] =
      R"({"tool":"https://github.com/kopia/kopia","uniqueID":"aaaa","keyAlgo":"scrypt-65536-8-1","encryption":"AES256_GCM"})";
  store.files[folder + "kopia.blobcfg"] = "{}";
  store.files[folder + "p0123456789abcdef0123456789abcdef-s01"] = std::string(5000, 'p');
  store.files[folder + "qfedcba9876543210fedcba9876543210-s01"] = std::string(500, 'q');
  store.files[folder + "xn0_0123456789abcdef0123456789abcdef-s01-c1"] = std::string(300, 'x');
}

// Two volumes: one by its files, and one whose snapshot was moved; both into kopia.
inline VeleroStore HealthyVelero(const std::string& root = "") {
  using velero::File;
  VeleroStore store;
  store.root = root;
  store.PutMetadata("Completed");
  store.File(File::kContents) =
      GzipOf(TarOf({{"metadata/version", "1.1.0\n"},
                    {"resources/pods/namespaces/app/app-0.json", R"({"kind":"Pod"})"},
                    {"resources/namespaces/cluster/app.json", R"({"kind":"Namespace"})"}}));
  store.PutPacked(File::kLog, "time=...");
  store.PutPacked(File::kVolumeInfo, List({kKopiaVolume, kMovedVolume}));
  store.PutPacked(File::kPodVolumes, List({PodVolumeBackup("kopia", "f00dfeed")}));
  store.PutPacked(File::kNativeSnapshots, "null");
  store.PutPacked(File::kOperations, R"([{"spec":{"backupName":"x"}}])");
  store.PutPacked(
      File::kResources,
      R"({"v1/Namespace":["app","db"],"v1/PersistentVolumeClaim":["app/data","db/pg"],"v1/Pod":["app/app-0"]})");
  store.files[store.Folder() + store.backup + "-results.gz"] = GzipOf("{}");
  PutKopia(store, "app");
  PutKopia(store, "db");
  return store;
}

// A file of restic's, named by its checksum.
inline std::string PutResticFile(VeleroStore& store, const std::string& folder, const std::string& content) {
  const std::string id = Sha256Hex(content);
  store.files[store.Prefix() + "restic/app/" + folder + id] = content;
  return id;
}

// One volume by its files, into restic. Returns the store and the id of the snapshot.
inline std::pair<VeleroStore, std::string> HealthyRestic() {
  using velero::File;
  VeleroStore store = HealthyVelero();
  store.DropFolder("kopia/");
  store.files["restic/app/config"] = std::string(155, 'c');
  PutResticFile(store, "keys/",
                R"({"hostname":"velero","username":"","kdf":"scrypt","created":"2026-10-01T00:00:00Z"})");
  PutResticFile(store, "index/", std::string(400, 'i'));
  const std::string id = PutResticFile(store, "snapshots/", std::string(300, 's'));
  // A header of one entry of 37 bytes, and what encryption adds.
  const std::string pack = std::string(1000, 'd') + std::string("\x45\0\0\0", 4);
  store.files["restic/app/data/ab/ab" + std::string(62, '0')] = pack;
  store.PutPacked(File::kVolumeInfo, "[]");
  store.Drop(File::kVolumeInfo);
  store.PutPacked(File::kOperations, "[]");
  store.PutPacked(File::kPodVolumes, List({PodVolumeBackup("restic", id.substr(0, 8))}));
  return {store, id};
}

}  // namespace lastgood::proof::velero
