// A cluster, asked over HTTP by GET only. Errors name the call and what to do. `http` and `clock` must
// outlive the client. All methods may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/opensearch/plan.h"
#include "net/objects/reading.h"

namespace lastgood::opensearch {

struct PolicyReading {
  std::vector<PolicyRow> policies;  // of every repository
  std::vector<Problem> problems;
  std::string_view kind = "SMPolicy";  // as the object kind of a policy is called
  std::string none;                    // why there cannot be any
};

class Client {
 public:
  Client(const Plan& plan, HttpClient& http, const Clock& clock);

  Result<ClusterRow> Cluster(const Deadline& deadline) const;
  Result<std::string> Health(const Deadline& deadline) const;
  // nullopt: the cluster has no such repository.
  Result<std::optional<SnapshotRepositoryRow>> Repository(const Deadline& deadline) const;
  // Every snapshot's name, uuid and state. `fault` becomes the cluster's words when it says that the
  // repository itself is what it cannot read.
  Result<SnapshotList> Names(const Deadline& deadline, std::string& fault) const;
  // What is known of these; those that are gone or cannot be read are left out.
  Result<SnapshotList> Details(const std::vector<std::string>& names, const Deadline& deadline) const;
  // `elasticsearch` as the cluster says; nullopt asks for both kinds.
  Result<PolicyReading> Policies(std::optional<bool> elasticsearch, const Deadline& deadline) const;

 private:
  struct Call;
  Result<std::string> Get(const Call& call, const Deadline& deadline, Refusal* refusal = nullptr) const;
  Result<PolicyReading> SmPolicies(const Deadline& deadline, Refusal& refusal) const;
  Result<PolicyReading> SlmPolicies(const Deadline& deadline, Refusal& refusal) const;

  const std::string url_, repository_;
  const HttpAccess access_;
  HttpClient& http_;
  const Clock& clock_;
};

// The names cut into groups that fit into a URL each.
std::vector<std::vector<std::string>> NameGroups(const std::vector<std::string>& names);

// Whether a name stands for itself only, and not for several or for a path.
bool IsPlainSnapshotName(std::string_view name);

}  // namespace lastgood::opensearch
