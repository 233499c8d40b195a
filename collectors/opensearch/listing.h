// What lies at the root of a snapshot repository in a bucket, and what its index says, without the API. Reads
// a few names and two small files, never the data under indices/. Errors: the bucket could not be read.
// Not for sharing between threads.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/opensearch/plan.h"

namespace lastgood::opensearch {

struct RepositoryListing {
  std::optional<std::uint64_t> latest;         // of index.latest
  std::string latest_damage;                   // why it says nothing, though it is there
  std::optional<std::uint64_t> generation;     // the highest N of index-N
  std::optional<Time> oldest;                  // of what was listed: the repository is at least that old
  std::map<std::string, Time> snapshot_files;  // snap-<uuid>.dat, by uuid
  std::set<std::string> metadata_files;        // meta-<uuid>.dat
  std::optional<SnapshotList> index;           // what index-N says
  std::string index_damage;                    // why it says nothing

  bool empty() const { return !latest && latest_damage.empty() && !generation && snapshot_files.empty(); }
  // index.latest names an index that is not there.
  bool IsBehind() const { return latest && (!generation || *generation < *latest); }
};

Result<RepositoryListing> ReadListing(const Bucket& bucket, const std::string& prefix, const Pass& pass);

// The number of "index-12"; nullopt of anything else.
std::optional<std::uint64_t> GenerationOf(std::string_view name);

}  // namespace lastgood::opensearch
