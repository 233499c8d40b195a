// Whether files of a restic repository are what their names say: each is named by the SHA-256 of its content,
// so that reading proves damage without the password. What was found intact is not read again while its size
// and time stay. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "collectors/repositories/restic_listing.h"
#include "net/s3/bucket.h"

namespace lastgood {

enum class ContentVerdict : std::uint8_t {
  kIntact,
  kDamaged,
  kGone,     // deleted since it was listed
  kUnknown,  // we may not read it, or it is larger than what we read
};

// What reading the small files of a repository showed.
struct ResticContent {
  std::optional<ResticFile> newest;  // the newest snapshot that is not known to be damaged
  bool newest_read = false;          // and was read to be sure
  std::vector<ResticFile> damaged;   // snapshots, the newest first
  std::vector<ResticFile> future;    // snapshots that claim to be written later than now
  std::uint64_t gone = 0;
  std::string damage;  // of keys, index or packs, in words; "" when none was seen
  bool no_key = false;
};

class ResticContentReader {
 public:
  // An Error: the bucket failed on the way, nothing is known.
  Result<ResticContent> Read(const Bucket& bucket, const ResticListing& listing, Time now,
                             const Deadline& deadline);

 private:
  void Remember(const ResticFile& file);
  Result<ContentVerdict> Check(const Bucket& bucket, const ResticFile& file, const Deadline& deadline);
  Status PickNewest(const Bucket& bucket, const ResticListing& listing, Time now, const Deadline& deadline,
                    ResticContent& content);
  Status CheckKeys(const Bucket& bucket, const ResticListing& listing, const Deadline& deadline,
                   ResticContent& content);
  Status CheckIndexes(const Bucket& bucket, const ResticListing& listing, const Deadline& deadline,
                      ResticContent& content);
  // The ends of the newest packs only: all would be all of the repository.
  Status CheckPacks(const Bucket& bucket, const ResticListing& listing, const Deadline& deadline,
                    ResticContent& content);

  std::set<std::string> intact_;
};

}  // namespace lastgood
