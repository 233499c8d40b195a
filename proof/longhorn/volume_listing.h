// What the listing tells of one volume in a Longhorn backup store: its files by names and sizes. 100,000
// blocks take 4 MB. Values; not for sharing between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/s3/bucket_types.h"
#include "proof/longhorn/layout.h"

namespace lastgood::proof::longhorn {

struct ListedBlock {
  Checksum checksum;
  std::uint32_t size = 0;  // 4 GiB and more are 4 GiB: no block is so large
};

struct ListedBackup {
  std::string name;
  std::uint64_t size = 0;  // of its cfg
  Time modified;
};

struct VolumeListing {
  std::string folder;  // "a7/9b/pvc-1"
  std::optional<std::uint64_t> config_size;
  std::vector<ListedBackup> backups;
  std::vector<ListedBlock> blocks;  // by checksum, once sorted
  std::uint64_t empty_blocks = 0;
  Checksum empty_block{};  // one of them

  std::string_view name() const { return std::string_view(folder).substr(folder.rfind('/') + 1); }
  bool empty() const { return !config_size && backups.empty() && blocks.empty(); }

  void Add(const Place& place, const BucketObject& object);
  // A listing in the order of its keys is sorted already.
  void Sort();
  // The index of the block; nullopt when it is not there. Only once sorted.
  std::optional<std::size_t> Find(const Checksum& checksum) const;
};

}  // namespace lastgood::proof::longhorn
