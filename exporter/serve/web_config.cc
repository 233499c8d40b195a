#include "exporter/serve/web_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/config_reader.h"
#include "base/read_file.h"
#include "base/time.h"
#include "exporter/serve/authenticator.h"
#include "exporter/serve/web_config_values.h"

namespace lastgood {
namespace {

const std::map<std::string, ClientAuth, std::less<>> kClientAuths = {
    {"", ClientAuth::kNone},
    {"NoClientCert", ClientAuth::kNone},
    {"RequestClientCert", ClientAuth::kRequest},
    {"RequireAnyClientCert", ClientAuth::kRequireAny},
    {"RequireClientCert", ClientAuth::kRequireAny},  // its name of old
    {"VerifyClientCertIfGiven", ClientAuth::kVerifyIfGiven},
    {"RequireAndVerifyClientCert", ClientAuth::kRequireAndVerify}};

const std::vector<std::string> kVersions = {"TLS10", "TLS11", "TLS12", "TLS13"};

// What may be set, and to what; no values: to anything.
const std::map<std::string, std::vector<std::string>> kHeaders = {{"Content-Security-Policy", {}},
                                                                  {"Strict-Transport-Security", {}},
                                                                  {"X-Content-Type-Options", {"nosniff"}},
                                                                  {"X-Frame-Options", {"deny", "sameorigin"}},
                                                                  {"X-XSS-Protection", {}}};

void ReadFlag(ConfigReader& section, std::string_view key) {
  const std::optional<std::string> text = section.String(key);
  if (text && !(section.IsPlain(key) && ParseGoBool(*text)))
    section.Complain(key, fmt::format("expected true or false, found \"{}\"", Cut(*text)));
}

void ReadVersion(ConfigReader& tls, std::string_view key, std::string& version) {
  const std::optional<std::string> text = tls.String(key);
  if (!text) return;
  if (std::find(kVersions.begin(), kVersions.end(), *text) == kVersions.end())
    tls.Complain(key,
                 fmt::format("expected one of {}, found \"{}\"", fmt::join(kVersions, ", "), Cut(*text)));
  version = *text;
}

void ReadCipherSuites(ConfigReader& tls, WebConfig& config) {
  const std::vector<std::string> names = tls.Strings("cipher_suites");
  for (const std::string& name : names) {
    const CipherSuite* suite = FindCipherSuite(name);
    if (suite == nullptr)
      tls.Complain("cipher_suites", fmt::format("\"{}\" is none; expected Go's names, such as {}", Cut(name),
                                                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
    else if (!suite->openssl.empty())
      config.cipher_suites.emplace_back(suite->openssl);
  }
  config.only_tls13 = !names.empty() && config.cipher_suites.empty();
  if (config.cipher_suites.empty()) config.cipher_suites = DefaultCipherSuites();
}

void ReadCurves(ConfigReader& tls, WebConfig& config) {
  for (const std::string& name : tls.Strings("curve_preferences")) {
    if (CurveOf(name).empty())
      tls.Complain(
          "curve_preferences",
          fmt::format("expected CurveP256, CurveP384, CurveP521 or X25519, found \"{}\"", Cut(name)));
    config.curves.emplace_back(CurveOf(name));
  }
}

// Without any of these keys, exporter-toolkit serves plain HTTP, whatever else the section says.
bool AsksForTls(const WebConfig& config, const std::string& client_auth) {
  return !config.cert.empty() || !config.key.empty() || !config.client_ca.empty() || !client_auth.empty();
}

void ReadClientAuth(ConfigReader& tls, const std::string& type, WebConfig& config) {
  const auto found = kClientAuths.find(type);
  if (found == kClientAuths.end())
    return tls.Complain(
        "client_auth_type",
        fmt::format("unknown type \"{}\"; RequireAndVerifyClientCert checks them", Cut(type)));
  config.client_auth = found->second;
  if (!config.client_ca.empty() && config.client_auth == ClientAuth::kNone)
    tls.Complain(config.client_ca.file.empty() ? "client_ca" : "client_ca_file",
                 "a client CA without a client_auth_type would check nobody");
}

void ReadTls(ConfigReader& tls, const std::string& file, WebConfig& config) {
  const auto source = [&](const char* inline_key, const char* file_key) {
    return PemSource{PathFrom(tls.String(file_key).value_or(""), file), tls.String(inline_key).value_or("")};
  };
  config.cert = source("cert", "cert_file");
  config.key = source("key", "key_file");
  config.client_ca = source("client_ca", "client_ca_file");
  if (tls.Has("client_allowed_sans")) {
    std::vector<std::string> names = tls.Strings("client_allowed_sans");
    if (tls.IsList("client_allowed_sans")) config.client_allowed_sans = std::move(names);
  }
  ReadCipherSuites(tls, config);
  ReadCurves(tls, config);
  ReadFlag(tls, "prefer_server_cipher_suites");  // of no effect, as in exporter-toolkit
  ReadVersion(tls, "min_version", config.min_version);
  ReadVersion(tls, "max_version", config.max_version);
  const std::string client_auth = tls.String("client_auth_type").value_or("");
  config.tls = AsksForTls(config, client_auth);
  if (!config.tls) return;
  if (config.cert.empty() || config.key.empty())
    tls.Complain("", "tls_server_config needs cert_file and key_file, or cert and key");
  ReadClientAuth(tls, client_auth, config);
}

void ReadHttp(ConfigReader& http, WebConfig& config) {
  ReadFlag(http, "http2");  // accepted for the sake of shared files; HTTP/1.1 is served
  std::optional<ConfigReader> headers = http.Map("headers");
  if (!headers) return;
  for (const auto& [name, allowed] : kHeaders) {
    if (!headers->Has(name)) continue;
    const std::string value = headers->String(name).value_or("");
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), value) == allowed.end())
      headers->Complain(name,
                        fmt::format("expected {}, found \"{}\"", fmt::join(allowed, " or "), Cut(value)));
    config.headers[name] = value;
  }
}

void ReadRateLimit(ConfigReader& limit, WebConfig& config) {
  if (const std::optional<std::string> text = limit.String("interval")) {
    const auto interval = ParseGoDuration(*text, limit.IsPlain("interval"));
    if (!interval)
      limit.Complain("interval", fmt::format("expected a duration such as 1s, 500ms or 1h30m (there is no "
                                             "day), found \"{}\"",
                                             Cut(*text)));
    config.rate_interval = interval.value_or(std::chrono::nanoseconds(0));
  }
  if (const std::optional<std::string> text = limit.String("burst")) {
    const auto burst = limit.IsPlain("burst") ? ParseGoInt(*text) : std::nullopt;
    if (!burst) limit.Complain("burst", fmt::format("expected a whole number, found \"{}\"", Cut(*text)));
    config.rate_burst = std::max<std::int64_t>(1, burst.value_or(1));
  }
}

void ReadUsers(ConfigReader& config, WebConfig& web) {
  std::optional<ConfigReader> users = config.Map("basic_auth_users");
  if (!users) return;
  for (const std::string& name : users->Keys()) {
    const std::string hash = users->String(name).value_or("");
    if (const Result<int> cost = BcryptCost(hash); !cost.ok()) users->Complain(name, cost.error().message);
    web.users[name] = hash;
  }
}

}  // namespace

Result<WebConfig> ParseWebConfig(const std::string& text, const std::string& file) {
  if (const auto bad = BadYamlByte(text))
    return Error{
        ErrorCode::kConfig,
        fmt::format("{}:{}:{}: this byte is not UTF-8, or a control character; save the file as UTF-8", file,
                    bad->first, bad->second)};
  LASTGOOD_ASSIGN(ConfigReader reader, ConfigReader::Parse(text, file, ConfigDialect::kGo));
  WebConfig config;
  if (std::optional<ConfigReader> tls = reader.Map("tls_server_config")) ReadTls(*tls, file, config);
  if (std::optional<ConfigReader> http = reader.Map("http_server_config")) ReadHttp(*http, config);
  if (std::optional<ConfigReader> limit = reader.Map("rate_limit")) ReadRateLimit(*limit, config);
  ReadUsers(reader, config);
  LASTGOOD_RETURN_IF_ERROR(reader.Finish());
  return config;
}

Result<WebConfig> ReadWebConfig(const std::string& file) {
  LASTGOOD_ASSIGN(const std::string text, ReadConfigText(file));
  return ParseWebConfig(text, file);
}

}  // namespace lastgood
