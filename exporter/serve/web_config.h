// The web config file that Prometheus' exporters share (exporter-toolkit, docs/web-configuration.md): TLS,
// client certificates, headers, basic authentication with bcrypt hashes. Read as exporter-toolkit reads it,
// by the rules of its YAML library; relative paths are relative to the file. Errors are kConfig. Pure but for
// ReadWebConfig.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace lastgood {

// In this order each checks more than the one before.
enum class ClientAuth { kNone, kRequest, kRequireAny, kVerifyIfGiven, kRequireAndVerify };

// A file, or what would stand in it.
struct PemSource {
  std::string file, text;
  bool empty() const { return file.empty() && text.empty(); }
};

struct WebConfig {
  bool tls = false;
  PemSource cert, key, client_ca;
  ClientAuth client_auth = ClientAuth::kNone;
  std::string min_version = "TLS12", max_version = "TLS13";
  std::vector<std::string> cipher_suites;  // up to TLS 1.2, by OpenSSL's names
  bool only_tls13 = false;                 // the suites that the file names are all of TLS 1.3
  std::vector<std::string> curves;         // by OpenSSL's names
  // An empty list lets nobody in.
  std::optional<std::vector<std::string>> client_allowed_sans;
  std::chrono::nanoseconds rate_interval{0};  // one request each, beyond the burst; 0 is no limit
  std::int64_t rate_burst = 1;
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> users;  // name to bcrypt hash
};

// Parses the file's text; `file` names it in messages and anchors relative paths.
Result<WebConfig> ParseWebConfig(const std::string& text, const std::string& file);
Result<WebConfig> ReadWebConfig(const std::string& file);

}  // namespace lastgood
