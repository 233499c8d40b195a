// The files of one backup in a Velero store, by names and sizes. Values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "net/s3/bucket_types.h"
#include "proof/velero/judgement.h"
#include "proof/velero/layout.h"

namespace lastgood::proof::velero {

struct BackupListing {
  std::string name;
  std::array<std::optional<std::uint64_t>, kFiles> sizes;
  Time modified;  // of the newest file

  void Add(const Place& place, const BucketObject& object);
  std::optional<std::uint64_t> SizeOf(File file) const { return sizes[static_cast<std::size_t>(file)]; }
};

// What names and sizes say: that a file is missing or empty without which Velero does not restore.
Judgement JudgeListing(const BackupListing& backup);

// Whether the list of pod volume backups is too large to be empty.
bool HasPodVolumes(const BackupListing& backup);

}  // namespace lastgood::proof::velero
