#include "exporter/config/offline_setup.h"

#include <fmt/format.h>

#include "base/build_info.h"
#include "net/http/curl_http.h"

namespace lastgood {

Result<GeneratorSettings> LoadGeneratorSettings(const CommonOptions& options) {
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  CollectorFlags flags = options.collectors;
  flags.offline = true;
  LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.config));
  LASTGOOD_ASSIGN(Setup setup, LoadSetup(file, flags, {*http, clock, nullptr, ReadEnvironment}));
  return std::move(setup.generator);
}

}  // namespace lastgood
