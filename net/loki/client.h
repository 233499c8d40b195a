// One Loki, asked over HTTP. Secrets are read from their files for every request; they go to the Loki's own
// address only, not to the instances named in `metrics` elsewhere. `http` and `clock` must outlive the
// client. All methods may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http/access.h"
#include "net/http/http.h"
#include "net/loki/decode.h"

namespace lastgood {

struct LokiConfig {
  std::string url;  // without a slash at the end
  std::string tenant;
  HttpAccess access;
};

class LokiClient {
 public:
  LokiClient(LokiConfig config, HttpClient& http, const Clock& clock);

  // By /ready; where that does not lead to Loki (a gateway), by whether it answers a query for labels.
  Result<LokiReadiness> Ready(const Deadline& deadline) const;
  Result<std::map<std::string, double>> VolumeByNamespace(Duration window, const Deadline& deadline) const;
  Result<std::optional<Time>> NewestEntry(const std::string& selector, Duration look_back,
                                          const Deadline& deadline) const;
  Result<LokiCounters> Counters(const std::string& metrics_url, const Deadline& deadline) const;

 private:
  Attempt<HttpResponse> Try(const std::string& url, const Deadline& deadline, std::string& refused) const;
  // A 200's body, or why there is none.
  Result<std::string> Ask(const std::string& what, const std::string& url, const Deadline& deadline) const;
  Result<std::string> Query(const std::string& path,
                            const std::vector<std::pair<std::string, std::string>>& parameters,
                            const Deadline& deadline) const;

  const LokiConfig config_;
  HttpClient& http_;
  const Clock& clock_;
};

}  // namespace lastgood
