// A backup's cfg, as Longhorn's Go reads it: what it is of, when, and all blocks of the disk. It is read as
// it comes, without a tree: one of a full disk of 1 TiB has 55 MB. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "proof/longhorn/checksum.h"

namespace lastgood::proof::longhorn {

struct BlockMapping {
  Checksum checksum;
  std::int64_t offset = 0;
};

struct BackupConfig {
  std::string volume;
  std::string created, snapshot_created;  // as written; no `created`: it has not ended
  std::uint64_t size = 0;                 // of all blocks, unpacked
  std::string compression;                // "" is gzip
  std::string block_size;                 // of the parameters; "" is 2 MiB
  std::string job, kubernetes_status;     // of the labels
  std::string single_file;                // where it is one file instead of blocks
  std::vector<BlockMapping> blocks;

  bool IsComplete() const { return !created.empty(); }
  // Of the snapshot, else of the backup.
  std::optional<Time> Moment() const;
  // kMalformed: Longhorn may understand it, we do not.
  Result<std::uint64_t> BlockSize() const;
};

// kMalformed: Longhorn cannot read it either.
Result<BackupConfig> ParseBackupConfig(std::string_view json);

}  // namespace lastgood::proof::longhorn
