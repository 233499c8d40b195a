#include "proof/longhorn/longhorn.h"

#include <fmt/format.h>

#include <utility>

#include "proof/longhorn/volume_proof.h"

namespace lastgood::proof {
namespace {

constexpr std::uint64_t kMostFiles = 20'000'000;  // 700 MB of names
constexpr std::size_t kMostVolumes = 100'000;

}  // namespace

std::optional<std::string> LonghornRootOf(std::string_view key) { return longhorn::RootOf(key); }

LonghornScan::LonghornScan(std::string root)
    : root_(std::move(root)), folder_(longhorn::VolumesFolder(root_)) {}

longhorn::VolumeListing* LonghornScan::Of(std::string_view folder) {
  if (last_ != nullptr && last_->folder == folder) return last_;
  auto found = volumes_.find(folder);
  if (found == volumes_.end()) {
    if (volumes_.size() == kMostVolumes) return nullptr;
    found = volumes_.emplace(std::string(folder), longhorn::VolumeListing{}).first;
    found->second.folder = folder;
  }
  return last_ = &found->second;
}

void LonghornScan::Add(const BucketObject& object) {
  if (!object.key.starts_with(folder_)) return;
  const longhorn::Place place = longhorn::PlaceOf(object.key.substr(folder_.size()));
  if (place.file == longhorn::File::kOther) return;
  longhorn::VolumeListing* const volume = kept_ < kMostFiles ? Of(place.folder) : nullptr;
  if (volume == nullptr) {
    too_large_ = true;
    return;
  }
  ++kept_;
  volume->Add(place, object);
}

Result<std::vector<ProvenStore>> LonghornScan::Prove(const ReadPart& read, Depth depth, Time now) {
  if (too_large_)
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{} has more than {} volumes or {} files", folder_, kMostVolumes, kMostFiles)};
  std::vector<ProvenStore> stores;
  for (auto& [folder, volume] : volumes_) {
    volume.Sort();
    stores.push_back(longhorn::ProveVolume(volume, root_, read, depth, now));
  }
  return stores;
}

}  // namespace lastgood::proof
