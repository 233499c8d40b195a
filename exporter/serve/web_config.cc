#include "exporter/serve/web_config.h"

#include <crypt.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/coding.h"
#include "base/config_reader.h"
#include "base/read_file.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxRemembered = 256;
constexpr std::size_t kMaxPassword = 1024;

const std::map<std::string, ClientAuth, std::less<>> kClientAuths = {
    {"NoClientCert", ClientAuth::kNone},
    {"RequestClientCert", ClientAuth::kRequest},
    {"RequireAnyClientCert", ClientAuth::kRequireAny},
    {"VerifyClientCertIfGiven", ClientAuth::kVerifyIfGiven},
    {"RequireAndVerifyClientCert", ClientAuth::kRequireAndVerify}};

const std::vector<std::string> kVersions = {"TLS10", "TLS11", "TLS12", "TLS13"};
const std::vector<std::string> kHeaders = {"Content-Security-Policy", "X-Frame-Options",
                                           "X-Content-Type-Options", "X-XSS-Protection",
                                           "Strict-Transport-Security"};

std::string Anchored(const std::optional<std::string>& path, const std::string& file) {
  if (!path || path->empty() || path->starts_with('/')) return path.value_or("");
  return (std::filesystem::path(file).parent_path() / *path).string();
}

void ReadVersion(ConfigReader& tls, std::string_view key, std::string& version) {
  const std::optional<std::string> text = tls.String(key);
  if (!text) return;
  if (std::find(kVersions.begin(), kVersions.end(), *text) == kVersions.end())
    tls.Complain(key, fmt::format("expected one of {}, found \"{}\"", fmt::join(kVersions, ", "), *text));
  version = *text;
}

void ReadClientAuth(ConfigReader& tls, WebConfig& config) {
  if (const std::optional<std::string> text = tls.String("client_auth_type")) {
    const auto found = kClientAuths.find(*text);
    if (found == kClientAuths.end())
      tls.Complain("client_auth_type",
                   fmt::format("unknown type \"{}\"; RequireAndVerifyClientCert checks them", *text));
    else
      config.client_auth = found->second;
  }
  const bool verifies =
      config.client_auth == ClientAuth::kVerifyIfGiven || config.client_auth == ClientAuth::kRequireAndVerify;
  if (verifies && config.client_ca_file.empty())
    tls.Complain("client_auth_type", "verifying client certificates needs client_ca_file");
  if (!config.client_ca_file.empty() && config.client_auth == ClientAuth::kNone)
    tls.Complain("client_ca_file", "a client CA without a client_auth_type would check nobody");
}

void ReadTls(ConfigReader& tls, const std::string& file, WebConfig& config) {
  config.tls = true;
  config.cert_file = Anchored(tls.String("cert_file"), file);
  config.key_file = Anchored(tls.String("key_file"), file);
  config.client_ca_file = Anchored(tls.String("client_ca_file"), file);
  config.client_allowed_sans = tls.Strings("client_allowed_sans");
  config.cipher_suites = tls.Strings("cipher_suites");
  ReadVersion(tls, "min_version", config.min_version);
  ReadVersion(tls, "max_version", config.max_version);
  if (config.cert_file.empty() || config.key_file.empty())
    tls.Complain("", "tls_server_config needs cert_file and key_file");
  ReadClientAuth(tls, config);
}

void ReadHeaders(ConfigReader& http, WebConfig& config) {
  http.Bool("http2");  // accepted for the sake of shared files; HTTP/1.1 is served
  std::optional<ConfigReader> headers = http.Map("headers");
  if (!headers) return;
  for (const std::string& name : kHeaders)
    if (const std::optional<std::string> value = headers->String(name)) {
      if (value->find_first_of("\r\n") != std::string::npos) headers->Complain(name, "must be one line");
      config.headers[name] = *value;
    }
}

void ReadUsers(ConfigReader& config, WebConfig& web) {
  std::optional<ConfigReader> users = config.Map("basic_auth_users");
  if (!users) return;
  for (const std::string& name : users->Keys()) {
    const std::string hash = users->String(name).value_or("");
    if (!hash.starts_with("$2a$") && !hash.starts_with("$2b$") && !hash.starts_with("$2y$"))
      users->Complain(name, "expected a bcrypt hash ($2y$...), as htpasswd -nB makes it");
    web.users[name] = hash;
  }
}

bool Matches(const std::string& password, const std::string& hash) {
  auto data = std::make_unique<crypt_data>();
  const char* result = crypt_r(password.c_str(), hash.c_str(), data.get());
  return result != nullptr && hash.size() == std::char_traits<char>::length(result) &&
         CRYPTO_memcmp(result, hash.data(), hash.size()) == 0;
}

}  // namespace

Result<WebConfig> ParseWebConfig(const std::string& text, const std::string& file) {
  LASTGOOD_ASSIGN(ConfigReader reader, ConfigReader::Parse(text, file));
  WebConfig config;
  if (std::optional<ConfigReader> tls = reader.Map("tls_server_config")) ReadTls(*tls, file, config);
  if (std::optional<ConfigReader> http = reader.Map("http_server_config")) ReadHeaders(*http, config);
  if (std::optional<ConfigReader> limit = reader.Map("rate_limit")) {
    config.rate_interval = limit->Length("interval").value_or(Duration::zero());
    config.rate_burst = limit->Int("burst", 1, 1'000'000).value_or(1);
  }
  ReadUsers(reader, config);
  LASTGOOD_RETURN_IF_ERROR(reader.Finish());
  return config;
}

Result<WebConfig> ReadWebConfig(const std::string& file) {
  LASTGOOD_ASSIGN(const std::string text, ReadConfigText(file));
  return ParseWebConfig(text, file);
}

Result<std::unique_ptr<WebConfigFile>> WebConfigFile::Open(const std::string& file) {
  auto opened = std::make_unique<WebConfigFile>();
  if (file.empty()) return opened;
  opened->file_ = file;
  opened->read_ = opened->Changed();
  LASTGOOD_ASSIGN(WebConfig config, ReadWebConfig(file));
  opened->config_ = std::make_shared<WebConfig>(std::move(config));
  return opened;
}

std::filesystem::file_time_type WebConfigFile::Changed() const {
  std::error_code ignored;
  return std::filesystem::last_write_time(file_, ignored);
}

std::shared_ptr<const WebConfig> WebConfigFile::Current(std::optional<Error>& mistake) {
  const std::lock_guard lock(mutex_);
  if (file_.empty()) return config_;
  const std::filesystem::file_time_type changed = Changed();
  if (changed == read_) return config_;
  read_ = changed;
  Result<WebConfig> config = ReadWebConfig(file_);
  if (config.ok())
    config_ = std::make_shared<WebConfig>(*std::move(config));
  else
    mistake = std::move(config).error();
  return config_;
}

Authenticator::Authenticator() : key_(32, '\0') {
  RAND_bytes(reinterpret_cast<unsigned char*>(key_.data()), static_cast<int>(key_.size()));
}

bool Authenticator::Allows(const WebConfig& config, const std::string& authorization) const {
  // Of no password; so that an unknown user takes as long as a known one.
  static const std::string kDummy = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";
  if (config.users.empty()) return true;
  if (!authorization.starts_with("Basic ")) return false;
  const std::string credentials = DecodeBase64(std::string_view(authorization).substr(6)).value_or("");
  const std::size_t colon = credentials.find(':');
  if (colon == std::string::npos || credentials.size() > kMaxPassword) return false;
  // crypt() would look no further than a zero byte.
  if (credentials.find('\0') != std::string::npos) return false;
  const auto user = config.users.find(credentials.substr(0, colon));
  const std::string& hash = user == config.users.end() ? kDummy : user->second;
  const std::string digest = Digest(hash + '\n' + credentials);
  {
    const std::lock_guard lock(mutex_);
    if (remembered_.contains(digest)) return user != config.users.end();
  }
  if (!Matches(credentials.substr(colon + 1), hash) || user == config.users.end()) return false;
  const std::lock_guard lock(mutex_);
  if (remembered_.size() >= kMaxRemembered) remembered_.clear();
  remembered_.insert(digest);
  return true;
}

std::string Authenticator::Digest(const std::string& text) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return std::string(reinterpret_cast<const char*>(digest.data()), size);
}

}  // namespace lastgood
