#include "collectors/repositories/restic_content.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/coding.h"
#include "collectors/shared/store.h"
#include "net/s3/sigv4.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostRead = 16 * 1024 * 1024;  // of one file; index files have a few megabytes
constexpr std::size_t kMostSnapshots = 1000;         // damaged ones that are read through to find a whole one
constexpr std::size_t kMostKeys = 20;
constexpr std::uint64_t kIndexBytesPerPass = 64 * 1024 * 1024;
constexpr std::size_t kMostRemembered = 200'000;

std::string Mark(const ResticFile& file) {
  return fmt::format("{} {} {}", file.key, file.size, file.modified.time_since_epoch().count());
}

bool MayNotRead(ErrorCode code) {
  return code == ErrorCode::kForbidden || code == ErrorCode::kUnauthorized || code == ErrorCode::kTooLarge;
}

std::vector<ResticFile> NewestFirst(std::vector<ResticFile> files) {
  std::ranges::sort(files, [](const ResticFile& a, const ResticFile& b) {
    return a.modified != b.modified ? a.modified > b.modified : a.id < b.id;
  });
  return files;
}

}  // namespace

Result<ContentVerdict> ResticContentReader::Check(const Bucket& bucket, const ResticFile& file,
                                                  const Deadline& deadline) {
  if (file.size < ResticListing::kLeastSize) return ContentVerdict::kDamaged;
  if (file.size > kMostRead) return ContentVerdict::kUnknown;
  if (intact_.contains(Mark(file))) return ContentVerdict::kIntact;
  const Result<std::string> content = bucket.Get(file.key, {.most = kMostRead}, deadline);
  if (!content.ok()) {
    if (content.error().code == ErrorCode::kNotFound) return ContentVerdict::kGone;
    if (MayNotRead(content.error().code)) return ContentVerdict::kUnknown;
    return content.error();
  }
  if (Sha256Hex(*content) != file.id) return ContentVerdict::kDamaged;
  Remember(file);
  return ContentVerdict::kIntact;
}

void ResticContentReader::Remember(const ResticFile& file) {
  if (intact_.size() >= kMostRemembered) intact_.clear();
  intact_.insert(Mark(file));
}

Status ResticContentReader::PickNewest(const Bucket& bucket, const ResticListing& listing, Time now,
                                       const Deadline& deadline, ResticContent& content) {
  for (const ResticFile& snapshot : NewestFirst(listing.snapshots)) {
    if (IsFromTheFuture(snapshot.modified, now)) {
      content.future.push_back(snapshot);
      continue;
    }
    LASTGOOD_ASSIGN(const ContentVerdict verdict, content.damaged.size() < kMostSnapshots
                                                      ? Check(bucket, snapshot, deadline)
                                                      : Result(ContentVerdict::kUnknown));
    if (verdict == ContentVerdict::kIntact || verdict == ContentVerdict::kUnknown) {
      content.newest = snapshot;
      content.newest_read = verdict == ContentVerdict::kIntact;
      return Ok();
    }
    if (verdict == ContentVerdict::kDamaged)
      content.damaged.push_back(snapshot);
    else
      ++content.gone;
  }
  return Ok();
}

// One intact key is enough to open the repository.
Status ResticContentReader::CheckKeys(const Bucket& bucket, const ResticListing& listing,
                                      const Deadline& deadline, ResticContent& content) {
  std::size_t damaged = 0;
  for (const ResticFile& key : listing.keys) {
    if (damaged == kMostKeys) return Ok();
    LASTGOOD_ASSIGN(const ContentVerdict verdict, Check(bucket, key, deadline));
    if (verdict != ContentVerdict::kDamaged) return Ok();
    ++damaged;
  }
  if (damaged == 0) return Ok();
  content.no_key = true;
  content.damage = "no file of keys/ is what its name says: no password can open the repository";
  return Ok();
}

Status ResticContentReader::CheckIndexes(const Bucket& bucket, const ResticListing& listing,
                                         const Deadline& deadline, ResticContent& content) {
  std::uint64_t left = kIndexBytesPerPass;
  for (const ResticFile& index : listing.indexes) {
    if (index.size > left) return Ok();
    if (!intact_.contains(Mark(index))) left -= index.size;
    LASTGOOD_ASSIGN(const ContentVerdict verdict, Check(bucket, index, deadline));
    if (verdict != ContentVerdict::kDamaged) continue;
    content.damage = fmt::format(
        "{} is not what its name says: run `restic check`, then `restic repair index`", index.key);
    return Ok();
  }
  return Ok();
}

Status ResticContentReader::CheckPacks(const Bucket& bucket, const ResticListing& listing,
                                       const Deadline& deadline, ResticContent& content) {
  constexpr std::uint64_t kLength = 4;
  std::size_t cut = 0, looked = 0;
  std::string one;
  for (const ResticFile& pack : NewestFirst(listing.newest_packs)) {
    ++looked;
    if (intact_.contains(Mark(pack))) continue;
    const Result<std::string> last =
        bucket.Get(pack.key, {.offset = pack.size - kLength, .length = kLength, .most = kMostRead}, deadline);
    if (!last.ok()) {
      if (MayNotRead(last.error().code)) return Ok();
      if (last.error().code == ErrorCode::kNotFound) continue;
      return last.error();
    }
    if (IsPackHeaderLength(*last, pack.size)) {
      Remember(pack);
    } else if (cut++ == 0) {
      one = pack.key;
    }
  }
  if (cut > 0)
    content.damage = fmt::format(
        "{} of the {} newest packs in data/ do not end with a header, {} for one: cut off or overwritten; "
        "run "
        "`restic check --read-data`",
        cut, looked, one);
  return Ok();
}

Result<ResticContent> ResticContentReader::Read(const Bucket& bucket, const ResticListing& listing, Time now,
                                                const Deadline& deadline) {
  ResticContent content;
  LASTGOOD_RETURN_IF_ERROR(PickNewest(bucket, listing, now, deadline, content));
  LASTGOOD_RETURN_IF_ERROR(CheckKeys(bucket, listing, deadline, content));
  if (!content.no_key) LASTGOOD_RETURN_IF_ERROR(CheckIndexes(bucket, listing, deadline, content));
  if (content.damage.empty()) LASTGOOD_RETURN_IF_ERROR(CheckPacks(bucket, listing, deadline, content));
  return content;
}

}  // namespace lastgood
