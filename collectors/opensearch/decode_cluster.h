// The cluster, its repository and its refusals. Pure: bytes in, values out; kMalformed says what was
// expected.
#pragma once

#include "collectors/opensearch/rows.h"
#include "net/http/http.h"

namespace lastgood::opensearch {

// GET /.
Result<ClusterRow> DecodeCluster(std::string_view body);

// GET _snapshot/<repository>.
Result<SnapshotRepositoryRow> DecodeRepository(std::string_view body, const std::string& repository);

// GET _cluster/health: "green", "yellow", "red".
Result<std::string> DecodeHealth(std::string_view body);

// Why the cluster, or what stands before it, refused: the code, its words, and what to do.
struct Refusal {
  int status = 0;
  bool of_cluster = false;  // and not of a proxy before it
  std::string type;         // as the cluster calls it: repository_missing_exception
  Error error;
};
Refusal ExplainRefusal(std::string_view what, const HttpResponse& response);

}  // namespace lastgood::opensearch
