#include "net/prometheus/api.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/coding.h"
#include "base/config_reader.h"
#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

using Json = nlohmann::json;

std::string TextOf(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// Why Prometheus answers with an error: "timeout", "canceled", "unavailable" and "internal" tell of itself,
// the rest of the query (web/api/v1/api.go).
ErrorCode CodeOf(const std::string& error_type) {
  if (error_type == "timeout") return ErrorCode::kTimeout;
  const bool its_own = error_type == "canceled" || error_type == "unavailable" || error_type == "internal" ||
                       error_type == "too_many_requests";
  return its_own ? ErrorCode::kUnavailable : ErrorCode::kInternal;
}

ErrorCode CodeOf(int status) {
  switch (status) {
    case 401:
      return ErrorCode::kUnauthorized;
    case 403:
      return ErrorCode::kForbidden;
    case 404:
      return ErrorCode::kNotFound;
    case 429:
      return ErrorCode::kThrottled;
    default:
      return ErrorCode::kUnavailable;
  }
}

// `data` of an answer, or Prometheus' own error.
Result<Json> DataOf(const std::string& body, const std::string& where) {
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    return Error{ErrorCode::kMalformed,
                 fmt::format("{}: expected Prometheus' JSON, found {}", where, BodyInWords(body, 80))};
  if (TextOf(json, "status") != "success")
    return Error{CodeOf(TextOf(json, "errorType")),
                 OneLine(fmt::format("Prometheus refuses it: {}", TextOf(json, "error")))};
  return json.contains("data") ? json["data"] : Json();
}

// The list that an answer is about: without it nothing is known, which is not the same as an empty one.
Result<Json> AnswerOf(const std::string& body, const std::string& where, const char* key) {
  LASTGOOD_ASSIGN(Json data, DataOf(body, where));
  if (!data.is_object() || !data.contains(key) || !data[key].is_array())
    return Error{ErrorCode::kMalformed, fmt::format("{}: expected a list of {} in the answer, found \"{}\"",
                                                    where, key, OneLine(body, 80))};
  return std::move(data[key]);
}

const Json& ListOf(const Json& json, const char* key) {
  static const Json kNone = Json::array();
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_array() ? *found : kNone;
}

LoadedRule ReadRule(const std::string& group, const Json& json) {
  LoadedRule rule{.group = group,
                  .name = TextOf(json, "name"),
                  .query = TextOf(json, "query"),
                  .alert = TextOf(json, "type") == "alerting",
                  .health = TextOf(json, "health"),
                  .error = OneLine(TextOf(json, "lastError"))};
  if (json.contains("labels") && json["labels"].is_object())
    for (const auto& [name, value] : json["labels"].items())
      if (value.is_string()) rule.labels[name] = value.get<std::string>();
  return rule;
}

std::string FormOf(const std::string& query) { return "query=" + PercentEncode(query); }

}  // namespace

Result<std::string> AskApi(HttpClient& http, const ApiAccess& access, const std::string& path,
                           const std::string& form) {
  HttpRequest request;
  request.url = access.url + path;
  request.tls = access.tls;
  if (!form.empty()) {
    request.method = "POST";
    request.body = form;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  }
  if (!access.bearer_token_file.empty()) {
    LASTGOOD_ASSIGN(const std::string token, ReadSecretFile(access.bearer_token_file));
    request.headers.emplace_back("Authorization", "Bearer " + token);
  }
  if (!access.tenant.empty()) request.headers.emplace_back("X-Scope-OrgID", access.tenant);
  LASTGOOD_ASSIGN(HttpResponse response, http.Do(request));
  // Prometheus tells of a bad query with 400 or 422 and a JSON body.
  if (response.status / 100 == 2 ||
      ((response.status == 400 || response.status == 422) && response.body.starts_with('{')))
    return std::move(response.body);
  return Error{CodeOf(response.status),
               fmt::format("{}: expected 200, found {}: {}", WithoutSecrets(request.url), response.status,
                           BodyInWords(response.body))};
}

Result<std::string> Prometheus::Ask(const std::string& path, const std::string& form) {
  return AskApi(http_, access_, path, form);
}

Result<std::size_t> Prometheus::Count(const std::string& query) {
  LASTGOOD_ASSIGN(const std::string body, Ask("/api/v1/query", FormOf(query)));
  LASTGOOD_ASSIGN(const Json series, AnswerOf(body, access_.url, "result"));
  return series.size();
}

Result<std::vector<std::map<std::string, std::string>>> Prometheus::Series(const std::string& query) {
  LASTGOOD_ASSIGN(const std::string body, Ask("/api/v1/query", FormOf(query)));
  LASTGOOD_ASSIGN(const Json all, AnswerOf(body, access_.url, "result"));
  std::vector<std::map<std::string, std::string>> series;
  for (const Json& one : all) {
    if (!one.is_object() || !one.contains("metric") || !one["metric"].is_object()) continue;
    std::map<std::string, std::string>& labels = series.emplace_back();
    for (const auto& [name, value] : one["metric"].items())
      if (value.is_string()) labels.emplace(name, value.get<std::string>());
  }
  return series;
}

Result<std::set<std::string>> Prometheus::Existing(const std::set<std::string>& metrics) {
  const std::string query =
      fmt::format("group by (__name__) ({{__name__=~\"{}\"}})", fmt::join(metrics, "|"));
  LASTGOOD_ASSIGN(const std::string body, Ask("/api/v1/query", FormOf(query)));
  LASTGOOD_ASSIGN(const Json all, AnswerOf(body, access_.url, "result"));
  std::set<std::string> existing;
  for (const Json& series : all)
    if (series.is_object() && series.contains("metric") && series["metric"].is_object())
      existing.insert(TextOf(series["metric"], "__name__"));
  return existing;
}

Result<std::vector<LoadedRule>> Prometheus::Rules() {
  LASTGOOD_ASSIGN(const std::string body, Ask("/api/v1/rules", ""));
  LASTGOOD_ASSIGN(const Json groups, AnswerOf(body, access_.url, "groups"));
  std::vector<LoadedRule> rules;
  for (const Json& group : groups)
    for (const Json& rule : ListOf(group, "rules"))
      if (rule.is_object()) rules.push_back(ReadRule(TextOf(group, "name"), rule));
  return rules;
}

Result<std::vector<std::string>> Prometheus::Alertmanagers() {
  LASTGOOD_ASSIGN(const std::string body, Ask("/api/v1/alertmanagers", ""));
  LASTGOOD_ASSIGN(const Json all, AnswerOf(body, access_.url, "activeAlertmanagers"));
  std::vector<std::string> urls;
  for (const Json& each : all)
    if (each.is_object()) urls.push_back(TextOf(each, "url"));
  return urls;
}

Result<std::string> Prometheus::Formatted(const std::string& query) {
  LASTGOOD_ASSIGN(const std::string body, Ask("/api/v1/format_query", FormOf(query)));
  LASTGOOD_ASSIGN(const Json data, DataOf(body, access_.url));
  if (!data.is_string()) return Error{ErrorCode::kMalformed, access_.url + ": expected a formatted query"};
  return data.get<std::string>();
}

}  // namespace lastgood
