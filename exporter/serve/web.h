// What the web server answers, apart from sockets: a request in, an answer out. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/instruments.h"
#include "catalog/expose.h"
#include "exporter/serve/documents.h"
#include "exporter/serve/runner.h"
#include "model/assess.h"

namespace lastgood {

struct WebRequest {
  std::string method, path, query;  // the query as sent, without '?'
  std::string accept, accept_encoding;
  std::string if_none_match;  // the ETag that the client has
};

struct WebResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Instruments* scrape = nullptr;  // it answers a scrape, to be counted there
};

struct WebSettings {
  std::string telemetry_path = "/metrics";
  bool enable_lifecycle = false;  // POST /-/reload
  std::string external_path;      // of --web.external-url: "" or "/lastgood"
};

class Web {
 public:
  // `reload` loads the config anew and tells how it went; called by the thread of the request.
  // `instruments`, which outlive it, are served too, and count the scrapes.
  Web(WebSettings settings, const Clock& clock, Instruments& instruments, std::function<Status()> reload);

  // What to serve from now on; called at the start and after a reload.
  void Serve(std::shared_ptr<Runner> runner, const GeneratorSettings& settings, SelfState self);
  void SetSelf(SelfState self);

  WebResponse Answer(const WebRequest& request) const;

  // What is asked for: a proxy may cut the external path off or leave it there.
  std::string PathOf(const WebRequest& request) const;

 private:
  WebResponse Metrics(const WebRequest& request) const;
  // What is known now.
  struct Known {
    Snapshot snapshot;
    Thresholds thresholds;
    std::string version, grafana_url;
    Time now;
  };
  Known Look() const;

  WebResponse Page(const WebRequest& request) const;
  WebResponse Object(const std::string& path) const;
  WebResponse Report() const;
  WebResponse Document(const std::string& path) const;
  WebResponse Ready() const;
  WebResponse Reload(const WebRequest& request) const;

  const WebSettings settings_;
  const Clock& clock_;
  Instruments& instruments_;
  const std::function<Status()> reload_;
  mutable std::mutex mutex_;
  std::shared_ptr<Runner> runner_;
  Thresholds thresholds_;
  std::string grafana_url_;
  std::shared_ptr<const Documents> documents_;
  SelfState self_;
};

// The format that an Accept header prefers; text when it says nothing of OpenMetrics.
Format Negotiate(std::string_view accept);
// Whether an Accept-Encoding header takes gzip.
bool AcceptsGzip(std::string_view accept_encoding);
// The decoded values of `key` in a query, in order.
std::vector<std::string> QueryValues(std::string_view query, std::string_view key);

}  // namespace lastgood
