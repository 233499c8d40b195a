#include "net/kube/exec.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/coding.h"
#include "base/time.h"
#include "net/kube/process.h"

namespace lastgood {
namespace {

using Json = nlohmann::json;

// KUBERNETES_EXEC_INFO: what the plugin is told.
std::string ExecInfo(const KubeAccess& access) {
  Json spec = {{"interactive", false}};
  if (access.exec->cluster_info) {
    Json& cluster = spec["cluster"] = {{"server", access.server}};
    if (!access.tls.server_name.empty()) cluster["tls-server-name"] = access.tls.server_name;
    if (access.tls.insecure_skip_verify) cluster["insecure-skip-tls-verify"] = true;
    if (!access.tls.ca_pem.empty()) cluster["certificate-authority-data"] = EncodeBase64(access.tls.ca_pem);
    if (!access.proxy_url.empty()) cluster["proxy-url"] = access.proxy_url;
  }
  const Json info = {{"apiVersion", access.exec->api_version}, {"kind", "ExecCredential"}, {"spec", spec}};
  return info.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string Text(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Error Failed(const ExecPlugin& plugin, std::string_view cause) {
  const std::string hint = plugin.install_hint.empty() ? "" : "; " + Cut(plugin.install_hint, 300);
  return {ErrorCode::kUnauthorized, fmt::format("exec plugin {}: {}{}", plugin.command, cause, hint)};
}

}  // namespace

Result<ExecCredential> DecodeExecCredential(const ExecPlugin& plugin, const std::string& output) {
  const Json document = Json::parse(output, nullptr, false);
  if (!document.is_object() || Text(document, "kind") != "ExecCredential") {
    return Failed(plugin, "expected an ExecCredential as JSON on its standard output");
  }
  if (Text(document, "apiVersion") != plugin.api_version) {
    return Failed(plugin, fmt::format("expected an answer of apiVersion {}, found \"{}\"", plugin.api_version,
                                      Cut(Text(document, "apiVersion"))));
  }
  const Json status = document.value("status", Json::object());
  if (!status.is_object()) return Failed(plugin, "expected a status in its answer");
  ExecCredential credential{Text(status, "token"), Text(status, "clientCertificateData"),
                            Text(status, "clientKeyData"), std::nullopt};
  if (credential.token.empty() && (credential.cert_pem.empty() || credential.key_pem.empty())) {
    return Failed(plugin, "its answer holds neither a token nor a certificate with its key");
  }
  const std::string expires = Text(status, "expirationTimestamp");
  if (expires.empty()) return credential;
  const Result<Time> time = ParseRfc3339(expires);
  if (!time.ok()) return Failed(plugin, "expirationTimestamp: " + time.error().message);
  credential.expires = *time;
  return credential;
}

Result<ExecCredential> RunExecPlugin(const KubeAccess& access, const Clock& clock, const Deadline& deadline) {
  constexpr Duration kMost = std::chrono::seconds(60);
  const ExecPlugin& plugin = *access.exec;
  Deadline soon = Deadline::After(clock, kMost, deadline.stop);
  soon.at = std::min(soon.at, deadline.at);
  std::vector<std::pair<std::string, std::string>> env = plugin.env;
  env.emplace_back("KUBERNETES_EXEC_INFO", ExecInfo(access));
  const Result<ProcessOutput> run = RunProcess(plugin.command, plugin.args, env, clock, soon);
  if (!run.ok()) return Error{run.error().code, Failed(plugin, run.error().message).message};
  if (run->exit_code != 0) {
    return Failed(
        plugin,
        fmt::format("it failed with exit code {}; what it says is not shown, as it may hold a secret: run it "
                    "by hand",
                    run->exit_code));
  }
  return DecodeExecCredential(plugin, run->output);
}

}  // namespace lastgood
