#include "exporter/verify/verify_command.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/build_info.h"
#include "exporter/config/offline_setup.h"
#include "exporter/reading/reader.h"
#include "exporter/verify/compare.h"
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

// What lastgood says now, of the sources of the config; without any there is nothing to compare.
void AddComparison(const VerifyOptions& options, const GeneratorSettings& settings, Prometheus prometheus,
                   Verification& verification, std::shared_ptr<void>& still_in_use) {
  Result<std::shared_ptr<Reader>> reader = Reader::Open(options.common, std::nullopt);
  if (!reader.ok()) {
    Verdict& verdict =
        verification.verdicts.emplace_back(Verdict{.subject = "prometheus", .name = "objects"});
    Found(verdict, Level::kNotice, "not compared with what lastgood says now", reader.error().message, "");
    return;
  }
  (*reader)->ReadOnce();
  const Assessment now = Assess((*reader)->Known(), (*reader)->Now(), (*reader)->setup().thresholds);
  if ((*reader)->Stop()) still_in_use = *reader;
  for (Verdict& verdict : CompareObjects(now, settings, prometheus))
    verification.verdicts.push_back(std::move(verdict));
}

}  // namespace

Result<Ended> RunVerify(const VerifyOptions& options) {
  LASTGOOD_ASSIGN(const GeneratorSettings settings, LoadGeneratorSettings(options.common));
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  ApiAccess access{WithoutSlash(options.prometheus), {}, options.bearer_token_file, options.tenant};
  access.tls.ca_file = options.ca_file;
  Prometheus prometheus(access, *http);
  Verifier verifier(settings, prometheus);
  Delivery delivery;
  if (!options.alertmanager.empty()) {
    access.url = WithoutSlash(options.alertmanager);
    LASTGOOD_ASSIGN(const std::string config, ReadAlertmanager(*http, access));
    LASTGOOD_ASSIGN(delivery.routes, RoutingTree::Parse(config));
    LASTGOOD_ASSIGN(delivery.inhibitions, Inhibitions::Parse(config));
    LASTGOOD_ASSIGN(const std::string silenced, AskApi(*http, access, "/api/v2/silences", ""));
    LASTGOOD_ASSIGN(delivery.silences, Silences::Parse(silenced));
  }
  Verification verification = verifier.Run(delivery);
  std::shared_ptr<void> still_in_use;
  if (verification.WasRead()) AddComparison(options, settings, prometheus, verification, still_in_use);
  SortWorstFirst(verification);
  TableStyle style = StyleOfOutput();
  style.all = options.all;
  const std::string text =
      options.format == ReportFormat::kJson ? RenderJson(verification) : RenderTable(verification, style);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return Error{ErrorCode::kUnavailable, "standard output cannot be written"};
  return Ended{verification.ExitCode(), still_in_use};
}

}  // namespace lastgood
