// Finds in a listing what lives in the bucket and shares its files between backups: restic, kopia, Longhorn
// and snapshot repositories, by the names that only they give. A few comparisons for each object. Not for
// sharing between threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

struct FoundRepository {
  std::string kind;            // "kopia repository"
  std::string prefix;          // "kopia/media/", relative to the bucket's base; "" is the whole bucket
  std::string marker;          // the file without which nothing can be read: "kopia.repository"
  Time marked;                 // when it was written
  bool sure = false;           // other files say so too
  std::optional<Time> oldest;  // of its objects that came after the marker, and the marker
  Usage archived;              // what lies in an archive class
  std::string archive_class;
};

class RepositoryFinder {
 public:
  // In the order of the keys' bytes.
  void Add(const BucketObject& object);

  // Those that are sure.
  std::vector<FoundRepository> Take();
  // What lies in an archive class anywhere.
  const Usage& archived() const { return archived_; }

 private:
  void Note(const BucketObject& object);
  void Begin(std::string_view kind, std::string_view key, std::string_view prefix, Time written);

  std::vector<FoundRepository> found_;
  Usage archived_;
};

}  // namespace lastgood
