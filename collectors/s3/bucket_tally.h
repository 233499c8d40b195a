// What one pass adds up of a bucket, whatever the number of connections: each adds to a share of its own, and
// each range of keys has its own search for repositories. The shares are joined when the listing is complete:
// then the sums and findings are those of one listing in order. From one thread, but for the visitors.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collectors/s3/repository_finder.h"
#include "collectors/s3/usage_counter.h"
#include "net/s3/list_ranges.h"
#include "net/s3/versions.h"

namespace lastgood {

class BucketTally {
 public:
  // What was written before `settled_before` is also counted by itself.
  BucketTally(const std::vector<std::string>& prefixes, std::size_t connections, Time settled_before);

  // Visits are good until the tally goes or is moved.
  RangeVisit Objects();
  VersionsVisit Versions(std::vector<std::string> cuts);
  // After a complete listing of objects, or of versions.
  void Join();

  UsageCounter usage;
  RepositoryFinder finder;
  CurrentVersions settled;

 private:
  struct Share {
    UsageCounter usage;
    CurrentVersions settled;
  };
  void Restart();
  void AddObject(const BucketObject& object, Share& share, RepositoryFinder& found) const;

  const UsageCounter blank_;
  const Time settled_before_;
  std::vector<Share> shares_;                        // by connection
  std::map<std::string, RepositoryFinder> finders_;  // by the starts of the ranges
};

}  // namespace lastgood
