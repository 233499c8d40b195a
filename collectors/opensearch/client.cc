#include "collectors/opensearch/client.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/coding.h"
#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "net/s3/sigv4.h"

namespace lastgood::opensearch {
namespace {

constexpr std::size_t kMostSmall = 8 * 1024 * 1024;
constexpr std::size_t kMostList = 64 * 1024 * 1024;
constexpr std::size_t kMostInUrl = 2500;  // servers read 4,096 bytes of a request's first line
constexpr std::size_t kMostInGroup = 100;
constexpr std::string_view kErrors = "error.type,error.reason,error.caused_by,responses.error,status";
constexpr std::string_view kNames = "snapshots.snapshot,snapshots.uuid,snapshots.state";
constexpr std::string_view kDetails =
    "snapshots.start_time_in_millis,snapshots.end_time_in_millis,snapshots.reason,snapshots.shards,"
    "snapshots.failures.index,snapshots.failures.reason,snapshots.metadata.policy,snapshots.metadata.sm_"
    "policy";

// What Elasticsearch 7 calls "responses" holds the same lists one level deeper.
std::string Filter(std::initializer_list<std::string_view> lists) {
  std::string filter(kErrors);
  for (std::string_view list : lists)
    while (!list.empty()) {
      const std::string_view field = list.substr(0, list.find(','));
      list.remove_prefix(std::min(list.size(), field.size() + 1));
      filter += fmt::format(",{},responses.{}", field, field);
    }
  return "filter_path=" + filter;
}

bool IsFaultOfRepository(const Refusal& refusal) {
  return refusal.type == "repository_exception" || refusal.type == "repository_verification_exception" ||
         refusal.type == "snapshot_exception" || refusal.type == "corrupted_repository_exception";
}

// There is no such call: the plugin is not installed, or the system is the other one. A proxy's word for it
// would not do.
bool IsUnknownCall(const Refusal& refusal) {
  return refusal.of_cluster && (refusal.status == 400 || refusal.status == 404 || refusal.status == 405);
}

}  // namespace

struct Client::Call {
  std::string path;  // and query
  std::size_t most = kMostSmall;
};

Client::Client(const Plan& plan, HttpClient& http, const Clock& clock)
    : url_(plan.url), repository_(plan.repository), access_(plan.access), http_(http), clock_(clock) {}

Result<std::string> Client::Get(const Call& call, const Deadline& deadline, Refusal* refusal) const {
  const std::string what = "asking " + call.path.substr(0, call.path.find('?'));
  Result<HttpResponse> response = AskWithAccess(
      {.url = url_ + call.path, .max_body = call.most, .deadline = deadline}, access_, http_, clock_);
  if (!response.ok()) return std::move(response).error().In(what);
  if (response->status == 200) return std::move(response->body);
  Refusal explained = ExplainRefusal(what, *response);
  Error error = explained.error;
  if (refusal != nullptr) *refusal = std::move(explained);
  return error;
}

Result<ClusterRow> Client::Cluster(const Deadline& deadline) const {
  LASTGOOD_ASSIGN(const std::string body, Get({"/"}, deadline));
  return DecodeCluster(body).In("asking /");
}

Result<std::string> Client::Health(const Deadline& deadline) const {
  LASTGOOD_ASSIGN(const std::string body, Get({"/_cluster/health"}, deadline));
  return DecodeHealth(body).In("asking /_cluster/health");
}

Result<std::optional<SnapshotRepositoryRow>> Client::Repository(const Deadline& deadline) const {
  const std::string path = "/_snapshot/" + PercentEncode(repository_);
  Refusal refusal;
  const Result<std::string> body = Get({path}, deadline, &refusal);
  if (!body.ok()) {
    if (refusal.type == "repository_missing_exception") return std::optional<SnapshotRepositoryRow>();
    return body.error();
  }
  LASTGOOD_ASSIGN(SnapshotRepositoryRow row, DecodeRepository(*body, repository_).In("asking " + path));
  return std::optional(std::move(row));
}

Result<SnapshotList> Client::Names(const Deadline& deadline, std::string& fault) const {
  const std::string path = fmt::format("/_snapshot/{}/_all", PercentEncode(repository_));
  Refusal refusal;
  Result<std::string> body =
      Get({path + "?verbose=false&" + Filter({kNames}), kMostList}, deadline, &refusal);
  fault = IsFaultOfRepository(refusal) ? refusal.error.message : "";
  if (!body.ok()) return std::move(body).error();
  return DecodeSnapshots(std::move(body).value()).In("asking " + path);
}

Result<SnapshotList> Client::Details(const std::vector<std::string>& names, const Deadline& deadline) const {
  std::string path = fmt::format("/_snapshot/{}/", PercentEncode(repository_));
  for (const std::string& name : names) path += (path.ends_with('/') ? "" : ",") + PercentEncode(name);
  LASTGOOD_ASSIGN(
      std::string body,
      Get({path + "?ignore_unavailable=true&" + Filter({kNames, kDetails}), kMostList}, deadline));
  return DecodeSnapshots(std::move(body)).In("asking for details of snapshots");
}

Result<PolicyReading> Client::SmPolicies(const Deadline& deadline, Refusal& refusal) const {
  const std::string path = "/_plugins/_sm/policies";
  PolicyReading reading;
  LASTGOOD_ASSIGN(const std::string body, Get({path + "?size=1000"}, deadline, &refusal));
  LASTGOOD_ASSIGN(PolicyList list, DecodeSmPolicies(body).In("asking " + path));
  reading.policies = std::move(list.policies);
  reading.problems = std::move(list.problems);
  if (list.total > reading.policies.size() + reading.problems.size())
    reading.problems.push_back(
        {"Policy",
         "",
         "",
         {ErrorCode::kTooLarge, fmt::format("{} policies: only 1,000 are read", list.total)}});
  if (reading.policies.empty()) return reading;
  LASTGOOD_ASSIGN(const std::string explained, Get({path + "/*/_explain"}, deadline));
  LASTGOOD_RETURN_IF_ERROR(
      AddSmExplanations(explained, reading.policies).In("asking " + path + "/*/_explain"));
  return reading;
}

Result<PolicyReading> Client::SlmPolicies(const Deadline& deadline, Refusal& refusal) const {
  PolicyReading reading{.kind = "SLMPolicy"};
  LASTGOOD_ASSIGN(const std::string body, Get({"/_slm/policy"}, deadline, &refusal));
  LASTGOOD_ASSIGN(const std::string status, Get({"/_slm/status"}, deadline));
  LASTGOOD_ASSIGN(const std::string mode, DecodeSlmMode(status).In("asking /_slm/status"));
  LASTGOOD_ASSIGN(PolicyList list, DecodeSlmPolicies(body, mode).In("asking /_slm/policy"));
  reading.policies = std::move(list.policies);
  reading.problems = std::move(list.problems);
  return reading;
}

Result<PolicyReading> Client::Policies(std::optional<bool> elasticsearch, const Deadline& deadline) const {
  Refusal refusal;
  if (!elasticsearch.value_or(false)) {
    Result<PolicyReading> sm = SmPolicies(deadline, refusal);
    if (sm.ok() || !IsUnknownCall(refusal)) return sm;
    if (elasticsearch) return PolicyReading{.none = "this OpenSearch has no snapshot management (SM)"};
  }
  Result<PolicyReading> slm = SlmPolicies(deadline, refusal);
  if (slm.ok() || !IsUnknownCall(refusal)) return slm;
  return PolicyReading{.kind = "SLMPolicy", .none = "this cluster has no snapshot lifecycle management"};
}

std::vector<std::vector<std::string>> NameGroups(const std::vector<std::string>& names) {
  std::vector<std::vector<std::string>> groups;
  std::size_t length = kMostInUrl;
  for (const std::string& name : names) {
    const std::size_t more = PercentEncode(name).size() + 1;
    if (length + more > kMostInUrl || groups.back().size() == kMostInGroup) {
      groups.emplace_back();
      length = 0;
    }
    groups.back().push_back(name);
    length += more;
  }
  return groups;
}

bool IsPlainSnapshotName(std::string_view name) {
  return !name.empty() && !name.starts_with('_') && !name.starts_with('-') && name.size() <= 1000 &&
         std::ranges::none_of(name, [](unsigned char c) {
           return c <= ' ' || c == 0x7f ||
                  std::string_view(",*?\"<>|\\/#").find(static_cast<char>(c)) != std::string_view::npos;
         });
}

}  // namespace lastgood::opensearch
