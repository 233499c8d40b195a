// A Longhorn backup store in memory, file by file as Longhorn's backupstore writes it.
#pragma once

#include <fmt/format.h>
#include <lz4frame.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "proof/longhorn/longhorn.h"
#include "proof/memory_store.h"

namespace lastgood::proof::longhorn {

inline std::string Lz4Of(const std::string& data) {
  LZ4F_preferences_t preferences{};
  preferences.frameInfo.blockSizeID = LZ4F_max4MB;
  preferences.frameInfo.blockMode = LZ4F_blockIndependent;
  preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
  std::string packed(LZ4F_compressFrameBound(data.size(), &preferences), '\0');
  packed.resize(LZ4F_compressFrame(packed.data(), packed.size(), data.data(), data.size(), &preferences));
  return packed;
}

// `noise` bytes that do not pack, then zeros.
inline std::string BlockData(unsigned seed, std::size_t noise, std::size_t size = 2 * 1024 * 1024) {
  std::string data(size, '\0');
  std::uint32_t state = seed * 2654435761u + 1;
  for (std::size_t i = 0; i < noise; ++i) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    data[i] = static_cast<char>(state >> 8);
  }
  return data;
}

inline Time At(const char* text) { return *ParseRfc3339(text); }

inline void Replace(std::string& text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  if (at == text.npos) throw std::runtime_error("no " + what);
  text.replace(at, what.size(), by);
}

// "yn?": of each backup whether it restores.
inline std::string Verdicts(const ProvenStore& store) {
  std::string verdicts;
  for (const ProvenBackup& backup : store.backups)
    verdicts += !backup.restorable ? '?' : *backup.restorable ? 'y' : 'n';
  return verdicts;
}

struct CfgBlock {
  std::uint64_t offset;
  std::string checksum;
};

struct Cfg {
  std::string name, created = "2026-11-01T01:00:43Z", snapshot_created = "2026-11-01T01:00:05Z";
  std::string compression = "lz4", parameters = "null", labels = R"({"RecurringJob":"daily"})";
  std::vector<CfgBlock> blocks = {};
  std::uint64_t block_size = 2 * 1024 * 1024;
  std::string size = "";  // of the blocks

  std::string Json(const std::string& volume) const {
    std::string list;
    for (const CfgBlock& block : blocks)
      list += fmt::format(R"({}{{"Offset":{},"BlockChecksum":"{}"}})", list.empty() ? "" : ",", block.offset,
                          block.checksum);
    return fmt::format(
        R"({{"Name":"{}","VolumeName":"{}","SnapshotName":"daily-1","SnapshotCreatedAt":"{}","CreatedTime":"{}",)"
        R"("Size":"{}","Labels":{},"Parameters":{},"IsIncremental":false,"CompressionMethod":"{}",)"
        R"("NewlyUploadedDataSize":"1","ReUploadedDataSize":"0","ProcessingBlocks":null,{}"SingleFile":{{"FilePath":""}}}})",
        name, volume, snapshot_created, created,
        size.empty() ? std::to_string(blocks.size() * block_size) : size, labels, parameters, compression,
        list.empty() ? "" : "\"Blocks\":[" + list + "],");
  }
};

struct LonghornStore : MemoryStore {
  std::string root = "", volume = "pvc-0123abcd-test";

  std::string Folder() const { return VolumesFolder(root) + FolderOfVolume(volume) + "/"; }
  std::string& File(const std::string& path) { return files[Folder() + path]; }
  std::string& Block(const CfgBlock& block) { return File(BlockPath(*ParseChecksum(block.checksum))); }
  std::string& BackupCfg(const std::string& name) { return File("backups/backup_" + name + ".cfg"); }

  void PutVolume(std::uint64_t size = 10737418240, const std::string& last = "backup-1") {
    File("volume.cfg") = fmt::format(
        R"({{"Name":"{}","Size":"{}","Labels":{{"VolumeRecurringJobInfo":"{{}}"}},"CreatedTime":"2026-10-01T00:00:00Z",)"
        R"("LastBackupName":"{}","LastBackupAt":"2026-11-01T01:00:05Z","BlockCount":"3","BackingImageName":"\"\"",)"
        R"("BackingImageChecksum":"\"\"","CompressionMethod":"\"lz4\"","StorageClassName":"\"longhorn\"","DataEngine":"\"v1\""}})",
        volume, size, last);
  }

  CfgBlock PutBlock(std::uint64_t offset, const std::string& data, const std::string& packed) {
    const CfgBlock block{offset, Digits(ChecksumOf(data))};
    Block(block) = packed;
    return block;
  }

  void PutBackup(const Cfg& cfg) { BackupCfg(cfg.name) = cfg.Json(volume); }

  std::vector<ProvenStore> Prove(Depth depth, Time now = At("2026-12-01T00:00:00Z")) const {
    LonghornScan scan(root);
    for (const auto& [key, content] : files)
      scan.Add({key, content.size(), At("2026-11-02T00:00:00Z"), "", ""});
    const ReadPart read = [this](const std::string& key, const ByteRange& range) { return Read(key, range); };
    return std::move(scan.Prove(read, depth, now)).value();
  }
};

// The blocks of HealthyLonghorn, by their places on the disk.
inline std::string DataOf(unsigned i) {
  return i == 3 ? BlockData(9, 150'000) : BlockData(i, i == 2 ? 100 : 150'000);
}
inline CfgBlock BlockOf(unsigned i) {
  return {i == 3 ? 8388608 : i * 2097152ull, Digits(ChecksumOf(DataOf(i)))};
}

// Two backups of one volume: three blocks of which one is small, and an incremental one that adds a block.
inline LonghornStore HealthyLonghorn(const std::string& root = "") {
  LonghornStore store;
  store.root = root;
  store.PutVolume(10737418240, "backup-2");
  Cfg first{"backup-1"};
  for (unsigned i = 0; i < 3; ++i) {
    const std::string data = BlockData(i, i == 2 ? 100 : 150'000);
    first.blocks.push_back(store.PutBlock(i * 2097152ull, data, Lz4Of(data)));
  }
  Cfg second = first;
  second.name = "backup-2";
  second.snapshot_created = "2026-11-02T01:00:05Z";
  const std::string data = BlockData(9, 150'000);
  second.blocks.push_back(store.PutBlock(8388608, data, Lz4Of(data)));
  store.PutBackup(first);
  store.PutBackup(second);
  store.File("locks/lock-0123456789abcdef.lck") =
      R"({"Name":"lock-0123456789abcdef","Type":1,"Acquired":true})";
  return store;
}

}  // namespace lastgood::proof::longhorn
