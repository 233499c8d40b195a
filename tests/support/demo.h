// The demo, rendered into a folder of the test's own, and lastgood started on it.
#pragma once

#include <poll.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "net/http/curl_http.h"
#include "net/http/http.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {

// Holds the demo's rendered files.
class Demo {
 public:
  Demo() {
    Process render({LASTGOOD_SOURCE_DIR "/deploy/demo/run", LASTGOOD_BINARY, "render"}, "",
                   {"LASTGOOD_DEMO_DIR=" + folder_ / "demo"});
    rendered_ = render.Wait() == 0;
  }
  bool rendered() const { return rendered_; }
  std::string config() const { return folder_ / "demo/lastgood.yaml"; }
  std::string manifests() const { return folder_ / "demo/manifests"; }
  const TempDir& folder() const { return folder_; }

 private:
  TempDir folder_;
  bool rendered_ = false;
};

// lastgood serve, on a free port unless the address says one.
class Serving {
 public:
  explicit Serving(const std::string& config, std::vector<std::string> more = {},
                   const std::string& address = "127.0.0.1:0") {
    std::vector<std::string> argv = {LASTGOOD_BINARY, "serve", "--config", config,
                                     "--web.listen-address=" + address};
    argv.insert(argv.end(), more.begin(), more.end());
    process = std::make_unique<Process>(argv);
    const std::string line = process->AwaitErrorLine("msg=listening");
    const std::size_t start = line.find("url=") + 4;
    if (line.empty()) std::fprintf(stderr, "lastgood serve did not start: %s\n", process->err.c_str());
    url = line.empty() ? "" : line.substr(start, line.find(' ', start) - start);
  }

  HttpRequest Request(const std::string& path) const {
    HttpRequest request;
    request.url = url + path;
    return request;
  }
  // The answer's body, or "error: ..." when none came.
  std::string Get(const std::string& path) const {
    Result<HttpResponse> response = http->Do(Request(path));
    return response.ok() ? response->body : "error: " + response.error().message;
  }
  int StatusOf(const HttpRequest& request) const {
    Result<HttpResponse> response = http->Do(request);
    return response.ok() ? response->status : 0;
  }
  // Scrapes until the exposition holds `text`, or as long as the patience lasts; what it was last.
  std::string Until(const std::string& text, std::chrono::seconds patience = std::chrono::seconds(90)) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    std::string metrics;
    for (;;) {
      metrics = Get("/metrics");
      if (metrics.find(text) != std::string::npos || std::chrono::steady_clock::now() > end) return metrics;
      if (process->HasEnded()) return "lastgood has ended";
      poll(nullptr, 0, 20);
    }
  }
  // Asks until the first passes have ended.
  void AwaitReady() const {
    while (StatusOf(Request("/-/ready")) == 503) poll(nullptr, 0, 5);
  }

  std::unique_ptr<HttpClient> http = MakeCurlHttpClient("test");
  std::unique_ptr<Process> process;
  std::string url;
};

}  // namespace lastgood
