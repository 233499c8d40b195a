// What the names, sizes and times of a kopia repository's blobs tell, without its password: much less than
// restic's, since snapshots are encrypted inside packs. Pure values; not for sharing between threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/facts.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

// The blob behind a path below the repository: in a folder the names are cut into folders and end with ".f"
// ("q/c1c/ff09.f" is "qc1cff09"). nullopt for files that are no blobs (".shards", half-written ones).
std::optional<std::string> KopiaBlobName(std::string_view path);

struct KopiaListing {
  std::string prefix = {};  // the repository's place in the bucket

  void Add(const BucketObject& object);

  std::uint64_t seen = 0;
  std::optional<std::string> format_key;  // of kopia.repository, relative to the bucket
  std::uint64_t format_size = 0;
  std::optional<Time> created;              // when kopia.repository was written
  std::optional<Time> maintenance;          // when kopia.maintenance was
  std::optional<Time> newest_metadata;      // no snapshot can be newer than the newest of q*
  Usage packs;                              // p* and q*
  std::uint64_t metadata = 0, indexes = 0;  // q*; n*, xn*, xs*, xr* that are not empty
  std::uint64_t empty_packs = 0, empty_indexes = 0;
  std::string empty_pack, empty_index;  // one of them
  std::string other_repository;         // the prefix of one that lies deeper
};

// Why nothing can be restored as it is, in words; nullopt when the listing does not prove that.
std::optional<std::string> WhyNothingRestores(const KopiaListing& listing);

// What is damaged for sure, though some snapshots may do without it.
std::optional<std::string> WhatIsDamaged(const KopiaListing& listing);

}  // namespace lastgood
