// What the names, sizes and times of a restic repository's files tell, without its password. Pure values; not
// for sharing between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/facts.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

// One file of the repository. restic names every file but `config` by the SHA-256 of its content.
struct ResticFile {
  std::string key;  // relative to the bucket
  std::string id;   // 64 hexadecimal digits
  std::uint64_t size = 0;
  Time modified;
  bool operator==(const ResticFile&) const = default;
};

class ResticListing {
 public:
  // `prefix` is the repository's place in the bucket.
  explicit ResticListing(std::string prefix) : prefix_(std::move(prefix)) {}

  // kTooLarge: more snapshots, keys, index files or locks than can be.
  Status Add(const BucketObject& object);

  bool empty() const { return seen_ == 0; }
  std::uint64_t seen() const { return seen_; }
  // A version of one digit, an id and a polynomial of one degree, in JSON, and what encryption adds: restic
  // has never written another.
  static constexpr std::uint64_t kConfigSize = 155;
  // No file can be shorter: the ciphertext of a file has an initialisation vector and a signature.
  static constexpr std::uint64_t kLeastSize = 32;

  static constexpr std::size_t kSampledPacks = 32;

  std::optional<ResticFile> config;
  std::vector<ResticFile> snapshots, keys, indexes, locks;  // in the order of their names
  Usage packs;
  std::vector<ResticFile> newest_packs;  // the newest, at most kSampledPacks, in no order
  std::uint64_t short_packs = 0;         // that are too short to be whole
  std::string short_pack;                // one of them
  std::string other_repository;          // the prefix of one that lies deeper

 private:
  Status Keep(std::vector<ResticFile>& files, const BucketObject& object, std::string_view id);
  void AddPack(const BucketObject& object, std::string_view id);

  std::string prefix_;
  std::uint64_t seen_ = 0;
};

// Whether the last four bytes of a pack of `size` bytes can be the length of its header, which stands there
// in plain text: of the entries of one blob each, which are 37 or 41 bytes long, and what encryption adds.
bool IsPackHeaderLength(std::string_view last, std::uint64_t size);

// Why nothing in the repository can be restored as it is, in words; nullopt when the listing does not prove
// that.
std::optional<std::string> WhyNothingRestores(const ResticListing& listing);

// What is damaged for sure, though some snapshots may do without it; nullopt when nothing is seen to be.
std::optional<std::string> WhatIsDamaged(const ResticListing& listing);

}  // namespace lastgood
