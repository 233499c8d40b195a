// What a live Prometheus says: its HTTP API (docs/querying/api.md), as far as `verify` needs it. Errors: what
// HttpClient gives; kInternal with Prometheus' own words when it refuses a query, which is then a bug of
// ours; kNotFound when it has no such API. One thread at a time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "net/http/http.h"

namespace lastgood {

// Where an API is, and how it is asked.
struct ApiAccess {
  std::string url;  // without a slash at the end
  TlsOptions tls;
  std::string bearer_token_file;  // "" for none
  std::string tenant;             // X-Scope-OrgID, for Mimir; "" for none
};

struct LoadedRule {
  std::string group, name, query;
  std::map<std::string, std::string> labels;  // that the rule adds
  bool alert = false;
  std::string health, error;  // "ok", "err", "unknown" (not evaluated yet)
};

class Prometheus {
 public:
  Prometheus(ApiAccess access, HttpClient& http) : access_(std::move(access)), http_(http) {}

  // How many series the query yields now.
  Result<std::size_t> Count(const std::string& query);
  // The labels of the series that the query yields now.
  Result<std::vector<std::map<std::string, std::string>>> Series(const std::string& query);
  // Which of these metrics have a series now.
  Result<std::set<std::string>> Existing(const std::set<std::string>& metrics);
  Result<std::vector<LoadedRule>> Rules();
  // URLs of the Alertmanagers that alerts are sent to.
  Result<std::vector<std::string>> Alertmanagers();
  // The query in Prometheus' own layout, so that two spellings of one can be compared.
  Result<std::string> Formatted(const std::string& query);

 private:
  Result<std::string> Ask(const std::string& path, const std::string& form);

  ApiAccess access_;
  HttpClient& http_;
};

// GET (or POST, with a form) of an API; the body of a 2xx, or an error that names the URL and what came.
Result<std::string> AskApi(HttpClient& http, const ApiAccess& access, const std::string& path,
                           const std::string& form);

}  // namespace lastgood
