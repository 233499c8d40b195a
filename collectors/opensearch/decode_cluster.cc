// The cluster itself: who it is, its repository, and why it refuses.
#include "collectors/opensearch/decode_cluster.h"

#include <fmt/format.h>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"
#include "collectors/opensearch/decode_policies.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/opensearch/document.h"
#include "collectors/shared/kubernetes.h"

namespace lastgood::opensearch {
namespace {

std::string Joined(std::string_view scheme, const std::string& bucket, std::string path) {
  while (path.starts_with('/')) path.erase(0, 1);
  if (bucket.empty()) return "";
  return fmt::format("{}://{}/{}{}", scheme, bucket, path, path.empty() || path.ends_with('/') ? "" : "/");
}

// Only what says where it lies: settings may hold keys.
std::string UrlOf(const std::string& type, const Value& settings) {
  const std::string bucket = settings["bucket"].Text();
  const std::string path = settings["base_path"].Text();
  if (type == "s3") return Joined("s3", bucket, path);
  if (type == "gcs") return Joined("gs", bucket, path);
  if (type == "azure") return Joined("azure", settings["container"].Text(), path);
  if (type == "fs") return "file://" + settings["location"].Text();
  if (type == "url") return WithoutCredentials(settings["url"].Text());
  if (type == "hdfs") return WithoutCredentials(settings["uri"].Text() + settings["path"].Text());
  return type.empty() ? "" : type + ":";
}

struct Explained {
  ErrorCode code;
  std::string_view advice;
};

// What it read is not what it wrote; it says so until someone acts.
bool IsDisabled(const std::string& type, const std::string& words) {
  return type == "corrupted_repository_exception" ||
         words.find("do not match its expected state") != std::string::npos ||
         words.find("has been disabled") != std::string::npos;
}

Explained Judge(int status, const std::string& type, const std::string& words) {
  if (type == "repository_missing_exception") return {ErrorCode::kNotFound, "check `repository`"};
  if (type == "master_not_discovered_exception" || type == "cluster_manager_not_discovered_exception")
    return {ErrorCode::kUnavailable, "the cluster has no elected master: look at its nodes"};
  if (IsDisabled(type, words))
    return {
        ErrorCode::kMalformed,
        "the cluster has disabled it, and neither saves nor restores anything until it is registered anew "
        "(PUT _snapshot/<repository> with its settings); find out first what else writes there"};
  switch (status) {
    case 401:
      return {ErrorCode::kUnauthorized, "check `basic_auth`, `api_key_file` or `bearer_token_file`"};
    case 403:
      return {ErrorCode::kForbidden, "give the user the rights that lastgood's documentation lists"};
    case 404:
      return {ErrorCode::kNotFound, "check `url`: it must lead to the cluster's API"};
    case 429:
      return {ErrorCode::kThrottled, "the cluster asks for fewer requests: raise `interval`"};
    default:
      if (status >= 500) return {ErrorCode::kUnavailable, "the cluster, or a proxy before it, fails"};
      return {ErrorCode::kMalformed, "check `url`: something else answers there"};
  }
}

// {"error": {"type": ..., "reason": ...}}, {"error": "..."}, or words.
struct Said {
  bool of_cluster = false;
  std::string type, words;
};

Said WordsOf(const HttpResponse& response) {
  const Result<Document> document = Document::Parse(response.body);
  if (!document.ok()) {
    return {false, "", BodyInWords(response.body)};
  }
  const Value error = document->root()["error"];
  Said said{document->root().Has("error"), error["type"].Text(), error["reason"].Text()};
  // The cause below often says more: which file, which right.
  Value cause = error["caused_by"];
  for (int depth = 0; depth < 3 && cause.IsObject(); ++depth, cause = cause["caused_by"])
    if (!cause["reason"].Text().empty()) said.words += ": " + cause["reason"].Text();
  if (!error.IsObject()) said.words = error.Text();
  return {
      said.of_cluster, said.type,
      OneLine(FromOutside(fmt::format("{}{}{}", said.type, said.type.empty() ? "" : ": ", said.words)), 400)};
}

}  // namespace

Result<ClusterRow> DecodeCluster(std::string_view body) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  const Value root = document.root();
  ClusterRow row{.name = root["cluster_name"].Text(), .version = root["version"]["number"].Text()};
  if (row.version.empty())
    return Error{ErrorCode::kMalformed,
                 fmt::format("expected version.number of a cluster, found {}: check `url`", Cut(body))};
  row.elasticsearch = root["version"]["distribution"].Text() != "opensearch";
  return row;
}

Result<SnapshotRepositoryRow> DecodeRepository(std::string_view body, const std::string& repository) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  const Value found = document.root()[repository.c_str()];
  if (!found.IsObject())
    return Error{ErrorCode::kMalformed,
                 fmt::format("expected the repository {}, found {}", Cut(repository), Cut(body))};
  const Value settings = found["settings"];
  SnapshotRepositoryRow row{.type = found["type"].Text()};
  row.url = UrlOf(row.type, settings);
  if (const std::string endpoint = settings["endpoint"].Text(); !endpoint.empty())
    row.endpoint = WithoutCredentials(endpoint);
  row.shallow = settings["remote_store_index_shallow_copy"].Bool().value_or(false);
  row.read_only = row.type == "url" || settings["readonly"].Bool().value_or(false);
  return row;
}

Result<std::string> DecodeHealth(std::string_view body) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  return document.root()["status"].Text();
}

Refusal ExplainRefusal(std::string_view what, const HttpResponse& response) {
  const Said said = WordsOf(response);
  const Explained explained = Judge(response.status, said.type, said.words);
  return {response.status,
          said.of_cluster,
          said.type,
          {explained.code,
           fmt::format("{}: HTTP {} {}: {}", what, response.status, said.words, explained.advice)}};
}

}  // namespace lastgood::opensearch
