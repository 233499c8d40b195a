// One snapshot repository, pass after pass: by the API of its cluster, or in its bucket. A pass that fails
// keeps what was known. Run is called by one thread at a time; `http` and `clock` must outlive it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "collectors/opensearch/assemble_api.h"
#include "collectors/opensearch/assemble_stored.h"
#include "collectors/opensearch/client.h"
#include "collectors/opensearch/recorded.h"
#include "collectors/opensearch/track.h"

namespace lastgood::opensearch {

class ApiRepository {
 public:
  ApiRepository(Plan plan, HttpClient& http, const Clock& clock)
      : plan_(std::move(plan)), http_(plan_.url, http), client_(plan_, http_, clock), clock_(clock) {}

  Collected Run(const Pass& pass);

 private:
  // False when the cluster cannot be asked at all: every call would say the same.
  bool ReadCluster(const Pass& pass, Collected& collected);
  void ReadRepository(const Pass& pass, Collected& collected);
  void ReadPolicies(const Pass& pass, Collected& collected);
  Status ReadSnapshots(const Pass& pass);
  Status ReadDetails(std::vector<SnapshotRow>& snapshots, const Pass& pass);
  Status DropTheGone(std::vector<SnapshotRow>& snapshots, const Pass& pass);
  void Fail(Error error, Collected& collected) const;

  const Plan plan_;
  RecordedCluster http_;  // or a live one, by the URL
  const Client client_;
  const Clock& clock_;
  std::optional<ClusterRow> cluster_;
  Known known_;
  // Snapshots that have ended do not change: their details are asked for once.
  std::unordered_map<std::string, SnapshotRow> ended_;
};

class StoredRepository {
 public:
  StoredRepository(Plan plan, Bucket bucket, const Clock& clock)
      : plan_(std::move(plan)), bucket_(std::move(bucket)), clock_(clock) {}

  Collected Run(const Pass& pass);

 private:
  const Plan plan_;
  const Bucket bucket_;
  const Clock& clock_;
  std::string cluster_;  // that wrote last
};

}  // namespace lastgood::opensearch
