#include "exporter/check_config/check_config_command.h"

#include <fmt/format.h>

#include <set>

#include "base/read_file.h"
#include "exporter/check_config/referenced_files.h"
#include "exporter/serve/server_tls.h"

namespace lastgood {
namespace {

// Nobody is asked anything while a config is checked.
class NoHttp final : public HttpClient {
 public:
  Result<HttpResponse> Do(const HttpRequest& request) override {
    return Error{ErrorCode::kInternal, "check-config asks nobody, yet asked " + request.url};
  }
};

// What of it is read, as "cnpg, s3".
std::string KindsOf(const Setup& setup) {
  const std::set<std::string> kinds = [&] {
    std::set<std::string> names;
    for (const Collector& collector : setup.collectors) names.insert(collector.kind);
    return names;
  }();
  return kinds.empty() ? "nothing, it names no source" : fmt::format("{}", fmt::join(kinds, ", "));
}

// Returns the web config that the file names, "" for none.
Result<std::string> CheckMain(const std::string& file, const CommonOptions& common) {
  NoHttp http;
  const SystemClock clock;
  CollectorFlags flags = common.collectors;
  flags.offline = true;
  LASTGOOD_ASSIGN(const Setup setup, LoadSetup(file, flags, {http, clock, nullptr, ReadEnvironment}));
  LASTGOOD_ASSIGN(const std::string text, ReadConfigText(file));
  LASTGOOD_RETURN_IF_ERROR(CheckReferencedFiles(text, file, ReadEnvironment("HOME").value_or("")));
  fmt::print("{}: good; reads {}\n", file, KindsOf(setup));
  return setup.settings.web_config_file.value_or("");
}

std::string Describe(const WebConfig& config) {
  std::string text = config.tls ? "HTTPS" : "plain HTTP";
  if (config.client_auth >= ClientAuth::kVerifyIfGiven) text += ", client certificates are verified";
  if (!config.users.empty()) text += fmt::format(", users with a password: {}", config.users.size());
  return text;
}

Status CheckWeb(const std::string& file) {
  LASTGOOD_ASSIGN(WebConfig read, ReadWebConfig(file));
  const auto config = std::make_shared<const WebConfig>(std::move(read));
  LASTGOOD_RETURN_IF_ERROR(MakeTlsContext(config).In(file + ":1:1"));
  fmt::print("{}: good; {}\n", file, Describe(*config));
  return Ok();
}

}  // namespace

Result<Ended> RunCheckConfig(const CheckConfigOptions& options) {
  std::string web = options.web_config_file.value_or("");
  LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.common.config));
  if (file.empty() && web.empty())
    return Error{ErrorCode::kConfig,
                 "there is nothing to check: name a file, or --web.config.file; neither ./lastgood.yaml nor "
                 "/etc/lastgood/lastgood.yaml is there"};
  if (!file.empty()) {
    LASTGOOD_ASSIGN(const std::string named, CheckMain(file, options.common));
    if (web.empty()) web = named;
  }
  if (!web.empty()) LASTGOOD_RETURN_IF_ERROR(CheckWeb(web));
  return Ended{};
}

}  // namespace lastgood
