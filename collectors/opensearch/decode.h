// The answers of a cluster and the index of a repository, decoded. Pure: bytes in, rows out; kMalformed says
// what was expected and found, kTooLarge that a bound was passed. A single thing that cannot be read is a
// Problem and costs no other. README.md names the sources that the formats are taken from.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/opensearch/rows.h"
#include "net/http/http.h"
#include "net/kube/source.h"

namespace lastgood::opensearch {

struct SnapshotList {
  std::vector<SnapshotRow> snapshots;
  std::vector<Problem> problems;
  std::string cluster;                 // that wrote it last, of an index-N
  std::string unknown_uuid, in_index;  // a snapshot that an index names and the list lacks
};

// GET _snapshot/<repository>/<names>.
Result<SnapshotList> DecodeSnapshots(std::string body);

// index-N of a repository.
Result<SnapshotList> DecodeRepositoryIndex(std::string text);

// index.latest: eight bytes, the highest first.
Result<std::uint64_t> DecodeGeneration(std::string_view bytes);

// GET /.
Result<ClusterRow> DecodeCluster(std::string_view body);

// GET _snapshot/<repository>.
Result<SnapshotRepositoryRow> DecodeRepository(std::string_view body, const std::string& repository);

// GET _cluster/health: "green", "yellow", "red".
Result<std::string> DecodeHealth(std::string_view body);

struct PolicyList {
  std::vector<PolicyRow> policies;
  std::vector<Problem> problems;
  std::uint64_t total = 0;  // how many there are, of which these are some
};

// GET _plugins/_sm/policies, and what its _explain adds to them.
Result<PolicyList> DecodeSmPolicies(std::string_view body);
Status AddSmExplanations(std::string_view body, std::vector<PolicyRow>& policies);

// GET _slm/policy; `mode` is that of GET _slm/status, "" when it was not told.
Result<PolicyList> DecodeSlmPolicies(std::string_view body, const std::string& mode);
Result<std::string> DecodeSlmMode(std::string_view body);

// Why the cluster, or what stands before it, refused: the code, its words, and what to do.
struct Refusal {
  int status = 0;
  bool of_cluster = false;  // and not of a proxy before it
  std::string type;         // as the cluster calls it: repository_missing_exception
  Error error;
};
Refusal ExplainRefusal(std::string_view what, const HttpResponse& response);

}  // namespace lastgood::opensearch
