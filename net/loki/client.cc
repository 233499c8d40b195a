#include "net/loki/client.h"

#include <fmt/format.h>

#include "base/coding.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxBody = 8 * 1024 * 1024;
constexpr std::size_t kMaxMetrics = 32 * 1024 * 1024;  // an instance of many tenants exposes a lot

bool SameOrigin(const std::string& a, const std::string& b) {
  const Result<Endpoint> left = ParseEndpoint(a);
  const Result<Endpoint> right = ParseEndpoint(b);
  return left.ok() && right.ok() && left->scheme == right->scheme &&
         left->HostHeader() == right->HostHeader();
}

std::string Nanoseconds(Time time) {
  return std::to_string(std::chrono::nanoseconds(time.time_since_epoch()).count());
}

}  // namespace

LokiClient::LokiClient(LokiConfig config, HttpClient& http, const Clock& clock)
    : config_(std::move(config)), http_(http), clock_(clock) {}

// Secrets stay with the Loki's own address.
Attempt<HttpResponse> LokiClient::Try(const std::string& url, const Deadline& deadline,
                                      std::string& refused) const {
  HttpRequest request{
      .url = url, .max_body = url.ends_with("/metrics") ? kMaxMetrics : kMaxBody, .deadline = deadline};
  const HttpAccess elsewhere{.tls = config_.access.tls, .retry = config_.access.retry};
  const bool own = SameOrigin(url, config_.url);
  if (own && !config_.tenant.empty()) request.headers.emplace_back("X-Scope-OrgID", config_.tenant);
  return TryWithAccess(std::move(request), own ? config_.access : elsewhere, http_, clock_, refused);
}

Result<std::string> LokiClient::Ask(const std::string& what, const std::string& url,
                                    const Deadline& deadline) const {
  std::string refused;
  Result<HttpResponse> response =
      Retry(clock_, deadline, [&] { return Try(url, deadline, refused); }, config_.access.retry);
  if (!response.ok()) return std::move(response).error().In(what);
  if (response->status != 200) return ExplainLoki(what, *response);
  return std::move(response->body);
}

Result<std::string> LokiClient::Query(const std::string& path,
                                      const std::vector<std::pair<std::string, std::string>>& parameters,
                                      const Deadline& deadline) const {
  return Ask("asking " + path, config_.url + path + "?" + EncodeQuery(parameters), deadline);
}

Result<LokiReadiness> LokiClient::Ready(const Deadline& deadline) const {
  // Not tried again: "not ready" is the answer that was asked for.
  std::string refused;
  Result<HttpResponse> answer = Try(config_.url + "/ready", deadline, refused).result;
  if (!answer.ok()) return std::move(answer).error().In("asking /ready");
  LokiReadiness readiness = DecodeLokiReady(*answer);
  if (readiness.ready) return readiness;
  const Time now = clock_.Now();
  const Result<std::string> labels =
      Query("/loki/api/v1/labels",
            {{"start", Nanoseconds(now - std::chrono::hours(1))}, {"end", Nanoseconds(now)}}, deadline);
  if (labels.ok()) return LokiReadiness{true, ""};
  if (labels.error().code == ErrorCode::kUnavailable) return LokiReadiness{false, labels.error().message};
  return labels.error();
}

Result<std::map<std::string, double>> LokiClient::VolumeByNamespace(Duration window,
                                                                    const Deadline& deadline) const {
  const Time now = clock_.Now();
  const std::string path = "/loki/api/v1/index/volume";
  LASTGOOD_ASSIGN(const std::string body, Query(path,
                                                {{"query", "{namespace=~\".+\"}"},
                                                 {"start", Nanoseconds(now - window)},
                                                 {"end", Nanoseconds(now)},
                                                 {"limit", "1000"},
                                                 {"targetLabels", "namespace"}},
                                                deadline));
  return DecodeLokiVolume(body).In("asking " + path);
}

Result<std::optional<Time>> LokiClient::NewestEntry(const std::string& selector, Duration look_back,
                                                    const Deadline& deadline) const {
  const std::string path = "/loki/api/v1/query_range";
  // Not by `since`: a Loki before 2.8 does not know it, and answers for the last hour.
  const Time now = clock_.Now();
  LASTGOOD_ASSIGN(const std::string body, Query(path,
                                                {{"query", selector},
                                                 {"start", Nanoseconds(now - look_back)},
                                                 {"end", Nanoseconds(now)},
                                                 {"limit", "1"},
                                                 {"direction", "backward"}},
                                                deadline));
  return DecodeLokiNewest(body).In("asking " + path);
}

Result<LokiCounters> LokiClient::Counters(const std::string& metrics_url, const Deadline& deadline) const {
  LASTGOOD_ASSIGN(const std::string text, Ask("reading " + metrics_url, metrics_url, deadline));
  return DecodeLokiMetrics(text).In("reading " + metrics_url);
}

}  // namespace lastgood
