// The web config file that Prometheus' exporters share (exporter-toolkit, docs/web-configuration.md): TLS,
// client certificates, headers, basic authentication with bcrypt hashes. Strict; relative paths are relative
// to the file. Pure but for ReadWebConfig; Authenticator is thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

enum class ClientAuth { kNone, kRequest, kRequireAny, kVerifyIfGiven, kRequireAndVerify };

struct WebConfig {
  bool tls = false;
  std::string cert_file, key_file, client_ca_file;
  ClientAuth client_auth = ClientAuth::kNone;
  std::string min_version = "TLS12", max_version = "TLS13";
  std::vector<std::string> cipher_suites, client_allowed_sans;
  Duration rate_interval{0};  // one request each, beyond the burst; 0 is no limit
  std::int64_t rate_burst = 1;
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> users;  // name to bcrypt hash
};

// Parses the file's text; `file` names it in messages and anchors relative paths.
Result<WebConfig> ParseWebConfig(const std::string& text, const std::string& file);
Result<WebConfig> ReadWebConfig(const std::string& file);

// The file as it is now: read anew when it changed. A mistake in a changed file keeps what was read before.
class WebConfigFile {
 public:
  // "" is an empty config.
  static Result<std::unique_ptr<WebConfigFile>> Open(const std::string& file);

  // `mistake` is filled once for each change that could not be read.
  std::shared_ptr<const WebConfig> Current(std::optional<Error>& mistake);

 private:
  std::filesystem::file_time_type Changed() const;

  std::mutex mutex_;
  std::string file_;
  std::filesystem::file_time_type read_;
  std::shared_ptr<const WebConfig> config_ = std::make_shared<WebConfig>();
};

// Checks passwords against bcrypt hashes, which is slow on purpose: good answers are remembered (as a keyed
// hash). An unknown user costs as much as a known one.
class Authenticator {
 public:
  Authenticator();
  // `authorization` is the request's header, possibly empty.
  bool Allows(const WebConfig& config, const std::string& authorization) const;

 private:
  std::string Digest(const std::string& text) const;

  mutable std::mutex mutex_;
  mutable std::set<std::string> remembered_;  // digests of what was right
  std::string key_;
};

}  // namespace lastgood
