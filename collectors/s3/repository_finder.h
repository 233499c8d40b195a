// Finds in a listing what lives in the bucket and shares its files between backups: restic, kopia, Longhorn
// and snapshot repositories, by the names that only they give. A few comparisons for each object. Ranges of a
// listing have a finder each, which are joined in their order. Not for sharing between threads.
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
  // Of the objects behind `start`; "" is all of them.
  explicit RepositoryFinder(std::string_view start = "");

  // In the order of the keys' bytes.
  void Add(const BucketObject& object);
  // What was found in the range behind this one.
  void Append(RepositoryFinder next);

  // Those that are sure.
  std::vector<FoundRepository> Take();
  // What lies in an archive class anywhere.
  const Usage& archived() const { return archived_; }

 private:
  void Note(const BucketObject& object);
  void Begin(std::string_view kind, std::string_view key, std::string_view prefix, Time written);

  // What lies in a folder that began before the start: it belongs to the repository that was found last
  // there, if it is that folder's.
  struct Head {
    std::string prefix;
    bool restic = false, snapshots = false;  // what would confirm a repository
    std::optional<Time> oldest;
    Usage archived;
    std::string archive_class;
  };
  void AddToHeads(const BucketObject& object);
  static void Join(const Head& head, FoundRepository& repository);

  std::vector<Head> heads_;  // the outermost first
  std::size_t open_ = 0;     // the inner ones beyond it have ended
  std::vector<FoundRepository> found_;
  Usage archived_;
};

}  // namespace lastgood
