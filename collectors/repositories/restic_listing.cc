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
    AddPack(object, name.substr(name.size() - 64));
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

void ResticListing::AddPack(const BucketObject& object, std::string_view id) {
  ++packs.objects;
  packs.bytes += object.size;
  if (object.size < kLeastSize) {
    ++short_packs;
    if (short_pack.empty()) short_pack = std::string(object.key);
    return;
  }
  const auto older = [](const ResticFile& a, const ResticFile& b) { return a.modified > b.modified; };
  if (newest_packs.size() == kSampledPacks) {
    if (object.modified <= newest_packs.front().modified) return;
    std::ranges::pop_heap(newest_packs, older);
    newest_packs.pop_back();
  }
  newest_packs.push_back({std::string(object.key), std::string(id), object.size, object.modified});
  std::ranges::push_heap(newest_packs, older);
}

bool IsPackHeaderLength(std::string_view last, std::uint64_t size) {
  constexpr std::uint64_t kLength = 4, kEntry = 37, kPackedEntry = 41;
  if (last.size() != kLength) return false;
  std::uint64_t length = 0;
  for (std::size_t i = kLength; i-- > 0;) length = length << 8 | static_cast<unsigned char>(last[i]);
  if (length < ResticListing::kLeastSize + kEntry || length + kLength > size) return false;
  const std::uint64_t entries = length - ResticListing::kLeastSize;
  // Of n entries, any number have the four bytes more.
  const std::uint64_t most = entries / kEntry, rest = entries - most * kEntry;
  for (std::uint64_t n = (entries + kPackedEntry - 1) / kPackedEntry; n <= most; ++n)
    if ((entries - n * kEntry) % (kPackedEntry - kEntry) == 0) return true;
  return rest == 0;
}

std::optional<std::string> WhyNothingRestores(const ResticListing& listing) {
  if (!listing.config && listing.snapshots.empty() && listing.packs.objects == 0) return std::nullopt;
  if (!listing.config) return "the file config is missing: restic cannot open the repository";
  if (listing.config->size != ResticListing::kConfigSize)
    return fmt::format("the file config has {} bytes instead of {}: restic cannot open the repository",
                       listing.config->size, ResticListing::kConfigSize);
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
