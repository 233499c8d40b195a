#include "proof/velero/restic_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/coding.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kMostRead = 64 * 1024 * 1024;
constexpr std::uint64_t kSmall = 1024 * 1024;
constexpr std::size_t kMostKeys = 20;
constexpr std::uint64_t kPackTail = 4;

// One key that is whole opens the repository, for those who know its password.
Judgement JudgeKeys(const ResticListing& listing, const ReadPart& read) {
  Judgement worst;
  for (std::size_t i = 0; i < std::min(listing.keys.size(), kMostKeys); ++i) {
    Judgement one = JudgeResticFile(listing.keys[i], read);
    if (one.restorable == true) return one;
    if (i == 0 || !one.restorable) worst = std::move(one);
  }
  return worst;
}

Judgement JudgePack(const ResticFile& pack, const ReadPart& read) {
  const Result<std::string> last = read(pack.key, {pack.size - kPackTail, kPackTail, kPackTail});
  if (!last.ok()) return Doubtful(fmt::format("{} could not be read: {}", pack.key, last.error().message));
  if (IsPackHeaderLength(*last, pack.size)) return {};
  return Doubtful(fmt::format("{} is cut off: `restic check` tells which snapshots need it", pack.key));
}

}  // namespace

Judgement JudgeResticFile(const ResticFile& file, const ReadPart& read) {
  if (file.size < ResticListing::kLeastSize) return Broken(fmt::format("{} is cut off", file.key));
  const Result<std::string> content = read(file.key, {0, 0, kMostRead});
  if (!content.ok())
    return Doubtful(fmt::format("{} could not be read: {}", file.key, content.error().message));
  if (Sha256Hex(*content) == file.id) return {};
  return Broken(fmt::format("{} is damaged: its name is not its checksum", file.key));
}

Judgement JudgeResticFiles(const ResticListing& listing, const ReadPart& read, Depth depth) {
  Judgement judgement = JudgeKeys(listing, read);
  for (const ResticFile& pack : listing.newest_packs) {
    if (judgement.restorable != true) return judgement;
    Worsen(judgement, JudgePack(pack, read));
  }
  for (const ResticFile& index : listing.indexes) {
    if (judgement.restorable == false) return judgement;
    if (depth == Depth::kContent || index.size <= kSmall) Worsen(judgement, JudgeResticFile(index, read));
  }
  return judgement;
}

}  // namespace lastgood::proof::velero
