#include "exporter/generate/generate_command.h"

#include <fmt/format.h>

#include "exporter/config/offline_setup.h"
#include "exporter/generate/generate.h"
#include "exporter/generate/output_folder.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

bool IsOfThisHost(const std::string& url) {
  const Result<Endpoint> endpoint = ParseEndpoint(url);
  return endpoint.ok() &&
         (endpoint->host == "127.0.0.1" || endpoint->host == "localhost" || endpoint->host == "[::1]");
}

// Whoever knows such a URL can write to it, and generated files are kept in Git.
void TellOfUrl(const std::string& key, const Receivers::Webhook& hook) {
  if (hook.url.empty() || IsOfThisHost(hook.url)) return;
  fmt::print(
      stderr,
      "note: generate.{0} stands in the generated files as it is, for whoever reads them; if it is a secret, "
      "name a file that holds it in {0}_file\n",
      key);
}

}  // namespace

Result<Ended> RunGenerate(const GenerateOptions& options) {
  LASTGOOD_ASSIGN(const GeneratorSettings settings, LoadGeneratorSettings(options.common));
  const std::map<std::string, Files> files = GenerateByTarget(options.what, settings);
  LASTGOOD_ASSIGN(const std::size_t removed, WriteOutputs(options.out, files));
  std::size_t written = 0;
  for (const auto& [target, of_it] : files) written += of_it.size();
  fmt::print("{} files written to {}\n", written, options.out);
  if (removed > 0) fmt::print("{} of an earlier run that are no longer needed removed\n", removed);
  TellOfUrl("heartbeat_url", settings.heartbeat);
  if (settings.receivers.webhook) TellOfUrl("receivers.webhook.url", *settings.receivers.webhook);
  return Ended{};
}

}  // namespace lastgood
