// Joins what objects of a cluster say about buckets: several that name the same place are one bucket. Used by
// one thread.
#pragma once

#include <string>
#include <string_view>

#include "exporter/discover/found.h"

namespace lastgood {

class BucketGatherer {
 public:
  explicit BucketGatherer(Found& found) : found_(found) {}

  // Who says what comes next: "ObjectStore shop/pg-store".
  void Begin(std::string who) { who_ = std::move(who); }
  // `destination` "s3://bucket/path"; what is no S3 becomes a remark. `bucket` gives all but url, prefixes
  // and used_by.
  void Add(std::string_view destination, FoundBucket bucket);
  // A restic or kopia repository in such a place.
  void AddStore(std::string_view destination, FoundBucket bucket, FoundStore store);

 private:
  Found& found_;
  std::string who_;
};

}  // namespace lastgood
