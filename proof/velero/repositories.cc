#include "proof/velero/repositories.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/time.h"
#include "proof/velero/documents.h"
#include "proof/velero/restic_files.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kMostRepositories = 10'000;
constexpr std::size_t kMostFormat = 1024 * 1024;
constexpr Duration kClockDifference = std::chrono::hours(1);

// kopia.repository is JSON in plain text; its key is in it, encrypted.
Judgement JudgeFormat(const std::string& key, const ReadPart& read) {
  const Result<std::string> text = read(key, {0, 0, kMostFormat});
  if (!text.ok()) return Doubtful(fmt::format("{} could not be read: {}", key, text.error().message));
  std::string id;
  const Status parsed =
      ReadDocument(*text, [&](const Fields& fields) { id = fields.String({"document", "uniqueID"}); });
  if (parsed.ok() && !id.empty()) return {};
  return Broken(fmt::format("{} is damaged: kopia cannot open the repository", key));
}

Judgement JudgeKopia(const KopiaListing& listing, const ReadPart& read, Depth depth) {
  if (const std::optional<std::string> why = WhyNothingRestores(listing))
    return Broken(fmt::format("{}: {}", listing.prefix, *why));
  if (!listing.format_key || listing.metadata == 0)
    return Broken(fmt::format("{} has no snapshot: there is no metadata (q*)", listing.prefix));
  if (const std::optional<std::string> what = WhatIsDamaged(listing))
    return Doubtful(fmt::format("{}: {}", listing.prefix, *what));
  return depth == Depth::kListing ? Judgement() : JudgeFormat(*listing.format_key, read);
}

Judgement JudgeRestic(const ResticListing& listing, const std::string& prefix, const ReadPart& read,
                      Depth depth) {
  if (const std::optional<std::string> why = WhyNothingRestores(listing))
    return Broken(fmt::format("{}: {}", prefix, *why));
  if (!listing.config) return Broken(fmt::format("{} holds no repository of restic", prefix));
  if (const std::optional<std::string> what = WhatIsDamaged(listing))
    return Doubtful(fmt::format("{}: {}", prefix, *what));
  return depth == Depth::kListing ? Judgement() : JudgeResticFiles(listing, read, depth);
}

// A snapshot is in a metadata blob that was written when it ended, or later.
bool IsOlder(const KopiaListing& listing, const Volume& volume) {
  return volume.start && listing.newest_metadata && *listing.newest_metadata != Time() &&
         *listing.newest_metadata + kClockDifference < *volume.start;
}

}  // namespace

bool Repositories::Add(const Place& place, const BucketObject& object) {
  const std::string prefix =
      fmt::format("{}{}/{}/", prefix_, place.area == Area::kKopia ? "kopia" : "restic", place.name);
  if (place.area == Area::kKopia) {
    auto found = kopia_.find(place.name);
    if (found == kopia_.end()) {
      if (kopia_.size() == kMostRepositories) return false;
      found = kopia_.try_emplace(std::string(place.name)).first;
      found->second.listing.prefix = prefix;
    }
    found->second.listing.Add(object);
    return true;
  }
  auto found = restic_.find(place.name);
  if (found == restic_.end()) {
    if (restic_.size() == kMostRepositories) return false;
    found = restic_.emplace(std::string(place.name), Restic(prefix)).first;
  }
  found->second.too_large = !found->second.listing.Add(object).ok() || found->second.too_large;
  return true;
}

bool Repositories::AnyUsable() const {
  return std::ranges::any_of(kopia_, [](const auto& one) { return one.second.listing.format_size > 0; }) ||
         std::ranges::any_of(restic_, [](const auto& one) { return one.second.listing.config.has_value(); });
}

// An upload that does not name its uploader is of the repository that is there.
bool Repositories::IsRestic(const Volume& volume) const {
  if (volume.uploader == "restic") return true;
  return volume.uploader.empty() && restic_.contains(volume.repository) &&
         !kopia_.contains(volume.repository);
}

Judgement Repositories::Holds(const Volume& volume, const ReadPart& read, Depth depth) {
  if (!volume.uploader.empty() && volume.uploader != "kopia" && volume.uploader != "restic")
    return Doubtful(fmt::format("its data were saved by {}, which is not looked into", volume.uploader));
  return IsRestic(volume) ? HoldsRestic(volume, read, depth) : HoldsKopia(volume, read, depth);
}

Judgement Repositories::HoldsKopia(const Volume& volume, const ReadPart& read, Depth depth) {
  const auto found = kopia_.find(volume.repository);
  if (found == kopia_.end())
    return Broken(
        fmt::format("its data are in {}kopia/{}/, and that is missing", prefix_, volume.repository));
  Kopia& kopia = found->second;
  if (!kopia.judgement) kopia.judgement = JudgeKopia(kopia.listing, read, depth);
  Judgement judgement = *kopia.judgement;
  if (IsOlder(kopia.listing, volume))
    Worsen(judgement,
           Doubtful(fmt::format("nothing was written to {} since {}, before its upload began at {}",
                                kopia.listing.prefix, FormatRfc3339(*kopia.listing.newest_metadata),
                                FormatRfc3339(*volume.start))));
  return judgement;
}

// Velero keeps the first digits of a snapshot's id.
Judgement Repositories::HoldsRestic(const Volume& volume, const ReadPart& read, Depth depth) {
  const std::string prefix = fmt::format("{}restic/{}/", prefix_, volume.repository);
  const auto found = restic_.find(volume.repository);
  if (found == restic_.end()) return Broken(fmt::format("its data are in {}, and that is missing", prefix));
  Restic& restic = found->second;
  if (restic.too_large) return Doubtful(fmt::format("{} has too many files to be looked into", prefix));
  if (!restic.judgement) restic.judgement = JudgeRestic(restic.listing, prefix, read, depth);
  if (restic.judgement->restorable == false) return *restic.judgement;
  const auto snapshot =
      std::ranges::lower_bound(restic.listing.snapshots, volume.snapshot, {}, &ResticFile::id);
  if (snapshot == restic.listing.snapshots.end() || !snapshot->id.starts_with(volume.snapshot))
    return Broken(fmt::format("its snapshot {} is not in {}", volume.snapshot, prefix));
  if (depth == Depth::kListing) return *restic.judgement;
  auto known = restic.snapshots.find(snapshot->id);
  if (known == restic.snapshots.end())
    known = restic.snapshots.emplace(snapshot->id, JudgeResticFile(*snapshot, read)).first;
  Judgement judgement = *restic.judgement;
  Worsen(judgement, known->second);
  return judgement;
}

std::vector<std::string> Repositories::Unread() const {
  std::vector<std::string> unread;
  if (!kopia_.empty())
    unread.push_back(
        fmt::format("what is in the {} repositories of kopia is encrypted: whether a snapshot is in one, and "
                    "whether its packs "
                    "are whole, cannot be seen without its password",
                    kopia_.size()));
  if (!restic_.empty())
    unread.push_back(
        fmt::format("of the {} repositories of restic the packs were not read as a whole", restic_.size()));
  return unread;
}

}  // namespace lastgood::proof::velero
