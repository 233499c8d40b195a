#include "proof/velero/backup_listing.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::proof::velero {

void BackupListing::Add(const Place& place, const BucketObject& object) {
  modified = std::max(modified, object.modified);
  if (place.file != File::kOther) sizes[static_cast<std::size_t>(place.file)] = object.size;
}

Judgement JudgeListing(const BackupListing& backup) {
  constexpr std::uint64_t kEmptyGzip = 20;
  const std::optional<std::uint64_t> contents = backup.SizeOf(File::kContents);
  const std::optional<std::uint64_t> metadata = backup.SizeOf(File::kMetadata);
  if (!metadata && !contents) return Broken("neither velero-backup.json nor its tar.gz is there: it failed");
  if (!metadata) return Broken("velero-backup.json is missing: Velero does not see the backup");
  if (*metadata == 0) return Broken("velero-backup.json is empty: Velero cannot import the backup");
  if (!contents) return Broken("its tar.gz, which holds the objects, is missing");
  if (*contents <= kEmptyGzip)
    return Broken(fmt::format("its tar.gz has {} bytes: nothing is in it", *contents));
  for (const File file : {File::kVolumeInfo, File::kNativeSnapshots, File::kCsiSnapshots})
    if (backup.SizeOf(file) == 0u)
      return Broken(fmt::format("{} is empty, and Velero stops at it", FileName(file, backup.name)));
  return {};
}

bool HasPodVolumes(const BackupListing& backup) {
  constexpr std::uint64_t kEmptyList = 64;  // `null` or `[]` in gzip
  return backup.SizeOf(File::kPodVolumes).value_or(0) > kEmptyList;
}

}  // namespace lastgood::proof::velero
