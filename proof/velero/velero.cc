#include "proof/velero/velero.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include "base/time.h"
#include "proof/velero/backup_proof.h"

namespace lastgood::proof {
namespace {

using velero::Area;
using velero::BackupFindings;

constexpr std::size_t kMostBackups = 200'000;
constexpr std::size_t kMostForeign = 5, kMostLocations = 5;

// Two clusters that write to one location see each other's backups.
std::vector<std::string> NotesOf(const std::set<std::string>& foreign,
                                 const std::set<std::string>& locations) {
  std::vector<std::string> notes;
  if (!foreign.empty())
    notes.push_back(
        fmt::format("beside it lie the folders {}: Velero takes no location that has others than its "
                    "own at its top",
                    fmt::join(foreign, ", ")));
  if (locations.size() > 1)
    notes.push_back(
        fmt::format("its backups name several locations, {}: more than one cluster may write here",
                    fmt::join(locations, ", ")));
  return notes;
}

void Append(std::vector<std::string>& all, std::vector<std::string>& more) {
  std::ranges::move(more, std::back_inserter(all));
}

}  // namespace

std::optional<std::string> VeleroRootOf(std::string_view key) { return velero::RootOf(key); }

VeleroScan::VeleroScan(std::string root)
    : root_(std::move(root)), prefix_(root_.empty() ? "" : root_ + "/"), repositories_(prefix_) {}

velero::BackupListing* VeleroScan::Of(std::string_view backup) {
  auto found = backups_.find(backup);
  if (found == backups_.end()) {
    if (backups_.size() == kMostBackups) return nullptr;
    found = backups_.emplace(std::string(backup), velero::BackupListing{}).first;
    found->second.name = backup;
  }
  return &found->second;
}

void VeleroScan::Add(const BucketObject& object) {
  if (!object.key.starts_with(prefix_)) return;
  const velero::Place place = velero::PlaceOf(object.key.substr(prefix_.size()));
  if (place.area == Area::kBackup) {
    velero::BackupListing* const backup = Of(place.name);
    too_large_ = too_large_ || backup == nullptr;
    if (backup != nullptr) backup->Add(place, object);
  } else if (place.area == Area::kKopia || place.area == Area::kRestic) {
    too_large_ = !repositories_.Add(place, object) || too_large_;
  } else if (place.area == Area::kForeign && foreign_.size() < kMostForeign) {
    foreign_.insert(Cut(place.name, 300));
  }
}

Result<ProvenStore> VeleroScan::Prove(const ReadPart& read, Depth depth, Time now) {
  if (too_large_)
    return Error{
        ErrorCode::kTooLarge,
        fmt::format("{}backups/ has more than {} backups, or too many repositories", prefix_, kMostBackups)};
  std::vector<BackupFindings> all;
  all.reserve(backups_.size());
  for (const auto& [name, backup] : backups_)
    all.push_back(velero::ProveBackup(backup, fmt::format("{}backups/{}/", prefix_, name), repositories_,
                                      read, depth, now));
  std::ranges::sort(all, [](const BackupFindings& a, const BackupFindings& b) {
    return std::tie(a.order, a.proven.id) < std::tie(b.order, b.proven.id);
  });
  ProvenStore store{"velero", root_, root_, {}, {}, {}, {}};
  std::set<std::string> locations;
  for (BackupFindings& one : all) {
    if (!one.location.empty() && locations.size() < kMostLocations) locations.insert(one.location);
    store.backups.push_back(std::move(one.proven));
    Append(store.notes, one.notes);
    Append(store.unread, one.unread);
  }
  std::vector<std::string> notes = NotesOf(foreign_, locations), unread = repositories_.Unread();
  Append(store.notes, notes);
  Append(store.unread, unread);
  return store;
}

}  // namespace lastgood::proof
