#include "exporter/verify/verify_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/build_info.h"
#include "exporter/config/offline_setup.h"
#include "exporter/verify/verification.h"
#include "exporter/verify/verify.h"
#include "net/http/curl_http.h"

namespace lastgood {
namespace {

std::string WithoutSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

// The config of the Alertmanager that answers at the URL.
Result<std::string> ReadAlertmanager(HttpClient& http, const ApiAccess& access) {
  LASTGOOD_ASSIGN(const std::string body, AskApi(http, access, "/api/v2/status", ""));
  const nlohmann::json json = nlohmann::json::parse(body, nullptr, false);
  const nlohmann::json::json_pointer original("/config/original");
  if (json.is_discarded() || !json.contains(original) || !json[original].is_string())
    return Error{ErrorCode::kMalformed, access.url + ": expected Alertmanager's status with its config"};
  return json[original].get<std::string>();
}

}  // namespace

Result<Ended> RunVerify(const VerifyOptions& options) {
  LASTGOOD_ASSIGN(GeneratorSettings settings, LoadGeneratorSettings(options.common));
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  ApiAccess access{WithoutSlash(options.prometheus), {}, options.bearer_token_file, options.tenant};
  access.tls.ca_file = options.ca_file;
  Verifier verifier(std::move(settings), Prometheus(access, *http));
  Delivery delivery;
  if (!options.alertmanager.empty()) {
    access.url = WithoutSlash(options.alertmanager);
    LASTGOOD_ASSIGN(const std::string config, ReadAlertmanager(*http, access));
    LASTGOOD_ASSIGN(delivery.routes, RoutingTree::Parse(config));
    LASTGOOD_ASSIGN(delivery.inhibitions, Inhibitions::Parse(config));
    LASTGOOD_ASSIGN(const std::string silenced, AskApi(*http, access, "/api/v2/silences", ""));
    LASTGOOD_ASSIGN(delivery.silences, Silences::Parse(silenced));
  }
  const Verification verification = verifier.Run(delivery);
  TableStyle style = StyleOfOutput();
  style.all = options.all;
  const std::string text =
      options.format == ReportFormat::kJson ? RenderJson(verification) : RenderTable(verification, style);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return Error{ErrorCode::kUnavailable, "standard output cannot be written"};
  return Ended{verification.ExitCode(), nullptr};
}

}  // namespace lastgood
