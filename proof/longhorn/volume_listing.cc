#include "proof/longhorn/volume_listing.h"

#include <algorithm>
#include <limits>

namespace lastgood::proof::longhorn {

void VolumeListing::Add(const Place& place, const BucketObject& object) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  switch (place.file) {
    case File::kVolumeConfig:
      config_size = object.size;
      break;
    case File::kBackupConfig:
      backups.push_back({std::string(place.backup), object.size, object.modified});
      break;
    case File::kBlock:
      blocks.push_back({place.checksum, static_cast<std::uint32_t>(std::min(object.size, kMost))});
      if (object.size == 0 && empty_blocks++ == 0) empty_block = place.checksum;
      break;
    case File::kOther:
      break;
  }
}

void VolumeListing::Sort() {
  if (!std::ranges::is_sorted(blocks, {}, &ListedBlock::checksum))
    std::ranges::sort(blocks, {}, &ListedBlock::checksum);
}

std::optional<std::size_t> VolumeListing::Find(const Checksum& checksum) const {
  const auto found = std::ranges::lower_bound(blocks, checksum, {}, &ListedBlock::checksum);
  if (found == blocks.end() || found->checksum != checksum) return std::nullopt;
  return static_cast<std::size_t>(found - blocks.begin());
}

}  // namespace lastgood::proof::longhorn
