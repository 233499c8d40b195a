#include "collectors/opensearch/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "collectors/opensearch/decode_snapshots.h"

namespace lastgood::opensearch {
namespace {

constexpr std::size_t kMostFiles = 200'000;
constexpr std::size_t kMostIndex = 64 * 1024 * 1024;
constexpr std::string_view kIndex = "index-", kSnapshot = "snap-", kMetadata = "meta-", kEnd = ".dat";

// One attempt at reading: what is written meanwhile may make it look broken.
class Look {
 public:
  Look(const Bucket& bucket, const std::string& prefix, const Pass& pass)
      : bucket_(bucket), prefix_(prefix), pass_(pass) {}

  Result<RepositoryListing> Run() {
    // First, since it is written after the index that it names.
    LASTGOOD_RETURN_IF_ERROR(ReadLatest());
    for (const std::string_view names : {kIndex, kSnapshot, kMetadata}) LASTGOOD_RETURN_IF_ERROR(List(names));
    LASTGOOD_RETURN_IF_ERROR(ReadIndex());
    return std::move(listing_);
  }

 private:
  Status ReadLatest() {
    const Result<std::string> bytes = bucket_.Get(prefix_ + "index.latest", {.most = 4096}, pass_.deadline);
    if (!bytes.ok()) {
      if (bytes.error().code == ErrorCode::kNotFound) return Ok();
      return bytes.error();
    }
    const Result<std::uint64_t> generation = DecodeGeneration(*bytes);
    if (generation.ok())
      listing_.latest = *generation;
    else
      listing_.latest_damage = generation.error().message;
    return Ok();
  }

  Status List(std::string_view names) {
    Status status = Ok();
    std::size_t count = 0;
    const auto visit = [&](const BucketObject& object) {
      if (++count > kMostFiles)
        status = Error{ErrorCode::kTooLarge, fmt::format("more than {} files {}*", kMostFiles, names)};
      else
        Add(object);
    };
    const auto progress = [&](std::size_t objects) {
      if (pass_.progress) pass_.progress("listing a snapshot repository", objects);
    };
    LASTGOOD_RETURN_IF_ERROR(
        bucket_.List({.prefix = prefix_ + std::string(names)}, pass_.deadline, visit, progress));
    return status;
  }

  void Add(const BucketObject& object) {
    std::string_view name = object.key;
    name.remove_prefix(std::min(prefix_.size(), name.size()));
    if (name.find('/') != std::string_view::npos) return;
    const bool file = name.size() > kSnapshot.size() + kEnd.size() && name.ends_with(kEnd);
    if (const std::optional<std::uint64_t> generation = GenerationOf(name))
      listing_.generation = std::max(listing_.generation.value_or(0), *generation);
    else if (file && name.starts_with(kSnapshot))
      listing_.snapshot_files.emplace(Uuid(name), object.modified);
    else if (file && name.starts_with(kMetadata))
      listing_.metadata_files.emplace(Uuid(name));
    else
      return;
    if (!listing_.oldest || object.modified < *listing_.oldest) listing_.oldest = object.modified;
  }

  static std::string Uuid(std::string_view name) {
    return std::string(name.substr(kSnapshot.size(), name.size() - kSnapshot.size() - kEnd.size()));
  }

  Status ReadIndex() {
    if (!listing_.generation) return Ok();
    const std::string name = fmt::format("{}{}", kIndex, *listing_.generation);
    Result<std::string> text = bucket_.Get(prefix_ + name, {.most = kMostIndex}, pass_.deadline);
    if (!text.ok()) return std::move(text).error();
    Result<SnapshotList> index = DecodeRepositoryIndex(std::move(text).value());
    if (index.ok())
      listing_.index = std::move(index).value();
    else if (index.error().code == ErrorCode::kTooLarge)
      return std::move(index).error().In(name);
    else
      listing_.index_damage = fmt::format("{}: {}", name, index.error().message);
    return Ok();
  }

  const Bucket& bucket_;
  const std::string& prefix_;
  const Pass& pass_;
  RepositoryListing listing_;
};

// A good snapshot's file that is not there may have been deleted with its snapshot while we looked.
bool LooksBroken(const RepositoryListing& listing) {
  if (!listing.index_damage.empty() || !listing.latest_damage.empty() || listing.IsBehind()) return true;
  if (!listing.index) return !listing.empty();
  return !listing.index->unknown_uuid.empty() ||
         std::ranges::any_of(listing.index->snapshots, [&](const SnapshotRow& row) {
           return !listing.snapshot_files.contains(row.uuid) || !listing.metadata_files.contains(row.uuid);
         });
}

}  // namespace

std::optional<std::uint64_t> GenerationOf(std::string_view name) {
  if (!name.starts_with(kIndex)) return std::nullopt;
  name.remove_prefix(kIndex.size());
  std::uint64_t generation = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), generation);
  if (name.empty() || error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return generation;
}

Result<RepositoryListing> ReadListing(const Bucket& bucket, const std::string& prefix, const Pass& pass) {
  Result<RepositoryListing> listing = Look(bucket, prefix, pass).Run();
  // The index is replaced by the next one when a snapshot ends.
  const bool again = listing.ok() ? LooksBroken(*listing) : listing.error().code == ErrorCode::kNotFound;
  return again ? Look(bucket, prefix, pass).Run() : std::move(listing);
}

}  // namespace lastgood::opensearch
