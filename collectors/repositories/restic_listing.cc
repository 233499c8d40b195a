#include "collectors/repositories/restic_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lastgood {
namespace {

constexpr std::size_t kMostFiles = 200'000;

bool IsId(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// "data/ab/abcd...", and in the oldest repositories behind S3 "data/abcd...".
bool IsPackName(std::string_view rest) {
  if (rest.size() == 67 && rest[2] == '/' && rest.substr(3, 2) == rest.substr(0, 2)) rest.remove_prefix(3);
  return IsId(rest);
}

struct Folder {
  std::string_view name;
  std::vector<ResticFile> ResticListing::* files;
};

// The second names are those of the oldest repositories behind S3.
constexpr std::array<Folder, 7> kFolders = {{{"snapshots/", &ResticListing::snapshots},
                                             {"snapshot/", &ResticListing::snapshots},
                                             {"keys/", &ResticListing::keys},
                                             {"key/", &ResticListing::keys},
                                             {"index/", &ResticListing::indexes},
                                             {"locks/", &ResticListing::locks},
                                             {"lock/", &ResticListing::locks}}};

bool AllShort(const std::vector<ResticFile>& files) {
  return std::ranges::all_of(files, [](const ResticFile& f) { return f.size < ResticListing::kLeastSize; });
}

}  // namespace

Status ResticListing::Add(const BucketObject& object) {
  ++seen_;
  std::string_view name = object.key;
  if (!name.starts_with(prefix_)) return Ok();
  name.remove_prefix(prefix_.size());
  if (name == "config") {
    config = {std::string(object.key), "config", object.size, object.modified};
    return Ok();
  }
  if (name.starts_with("data/") && IsPackName(name.substr(5))) {
    AddPack(object);
    return Ok();
  }
  for (const Folder& folder : kFolders)
    if (name.starts_with(folder.name))
      return Keep(this->*folder.files, object, name.substr(folder.name.size()));
  if (name.ends_with("/config") && other_repository.empty())
    other_repository = std::string(object.key.substr(0, object.key.size() - 6));
  return Ok();
}

// What is being written has another name until it is whole.
Status ResticListing::Keep(std::vector<ResticFile>& files, const BucketObject& object, std::string_view id) {
  if (!IsId(id)) return Ok();
  if (files.size() == kMostFiles)
    return Error{ErrorCode::kTooLarge,
                 fmt::format("more than {} files beside {}: no restic repository has so "
                             "many snapshots, keys or locks",
                             kMostFiles, object.key)};
  files.push_back({std::string(object.key), std::string(id), object.size, object.modified});
  return Ok();
}

void ResticListing::AddPack(const BucketObject& object) {
  ++packs.objects;
  packs.bytes += object.size;
  if (object.size >= kLeastSize) return;
  ++short_packs;
  if (short_pack.empty()) short_pack = std::string(object.key);
}

std::optional<std::string> WhyNothingRestores(const ResticListing& listing) {
  if (!listing.config && listing.snapshots.empty() && listing.packs.objects == 0) return std::nullopt;
  if (!listing.config) return "the file config is missing: restic cannot open the repository";
  if (listing.config->size < ResticListing::kLeastSize)
    return fmt::format("the file config has {} bytes only: restic cannot open the repository",
                       listing.config->size);
  if (AllShort(listing.keys))
    return listing.keys.empty() ? "keys/ is empty: no password can open the repository"
                                : "every file of keys/ is cut off: no password can open the repository";
  if (listing.snapshots.empty()) return std::nullopt;
  if (listing.packs.objects == 0) return "there are snapshots, but data/ is empty: what they saved is gone";
  if (listing.indexes.empty())
    return "there are snapshots, but index/ is empty: nothing is found in data/ until `restic repair index`";
  return std::nullopt;
}

std::optional<std::string> WhatIsDamaged(const ResticListing& listing) {
  if (listing.short_packs > 0)
    return fmt::format(
        "{} of {} packs in data/ are cut off, {} for one: what they held is lost, and "
        "`restic check` tells which snapshots need it",
        listing.short_packs, listing.packs.objects, listing.short_pack);
  const auto cut = std::ranges::find_if(
      listing.indexes, [](const ResticFile& file) { return file.size < ResticListing::kLeastSize; });
  if (cut == listing.indexes.end()) return std::nullopt;
  return fmt::format("{} is cut off: restic stops there until `restic repair index`", cut->key);
}

}  // namespace lastgood
