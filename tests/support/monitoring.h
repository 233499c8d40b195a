// A real Prometheus (and Alertmanager) on loopback that scrapes lastgood, for end-to-end tests. Each ends
// with its value.
#pragma once

#include <fmt/format.h>
#include <poll.h>

#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "net/http/curl_http.h"
#include "tests/support/free_port.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {

// Asks until the answer is yes; no after a minute. Between two questions the servers get the processor.
inline bool Eventually(const std::function<bool()>& question) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < end) {
    if (question()) return true;
    poll(nullptr, 0, 50);
  }
  return false;
}

// A server that cannot pick its port itself. Nobody asks before it listens: a client that tries the
// port of nobody long enough is given that port as its own, and the server cannot have it.
class ListeningProcess {
 public:
  explicit ListeningProcess(std::vector<std::string> argv) {
    for (int attempt = 0; attempt < 5; ++attempt) {
      address_ = fmt::format("127.0.0.1:{}", FreePort());
      argv.push_back("--web.listen-address=" + address_);
      process_ = std::make_unique<Process>(argv);
      if (!process_->AwaitErrorLine("Listening on").empty()) return;
      argv.pop_back();
    }
  }
  const std::string& address() const { return address_; }

 private:
  std::string address_;
  std::unique_ptr<Process> process_;
};

class Alertmanager {
 public:
  // Runs the config in the folder that `generate` wrote; its templates lie where the config says.
  explicit Alertmanager(const std::string& config)
      : process_({"prometheus-alertmanager", "--config.file=" + config, "--storage.path=" + folder_ / "data",
                  "--cluster.listen-address="}) {}
  std::string target() const { return process_.address(); }
  std::string Url() const { return "http://" + target(); }

 private:
  TempDir folder_;
  ListeningProcess process_;
};

class PrometheusServer {
 public:
  // Scrapes `target` (host:port) as job lastgood, and loads every file that `rules` matches.
  PrometheusServer(const std::string& target, const std::string& rules, const std::string& alertmanager = "",
                   const std::string& scrape_interval = "1s") {
    const std::string alerting =
        alertmanager.empty()
            ? ""
            : fmt::format("alerting: {{alertmanagers: [{{static_configs: [{{targets: [\"{}\"]}}]}}]}}\n",
                          alertmanager);
    const std::string config = folder_.Write(
        "prometheus.yml",
        fmt::format(
            "global: {{scrape_interval: {}, evaluation_interval: 1s}}\n"
            "rule_files: [\"{}\"]\n{}"
            "scrape_configs:\n"
            "  - {{job_name: lastgood, honor_labels: true, static_configs: [{{targets: [\"{}\"]}}]}}\n",
            scrape_interval, rules, alerting, target));
    process_ = std::make_unique<ListeningProcess>(std::vector<std::string>{
        "prometheus", "--config.file=" + config, "--storage.tsdb.path=" + folder_ / "data"});
  }

  std::string Url() const { return "http://" + process_->address(); }
  // `data` of an answer of its API; null when there is none yet.
  nlohmann::json Data(const std::string& path) const {
    HttpRequest request;
    request.url = Url() + path;
    const Result<HttpResponse> response = http_->Do(request);
    const nlohmann::json json =
        response.ok() ? nlohmann::json::parse(response->body, nullptr, false) : nlohmann::json();
    return json.is_object() && json.contains("data") ? json["data"] : nlohmann::json();
  }
  // Every rule has been evaluated, and how it went: "group/rule: health error", "" for those that are well.
  bool Evaluated(std::set<std::string>& unwell) const {
    const nlohmann::json data = Data("/api/v1/rules");
    if (!data.contains("groups") || data["groups"].empty()) return false;
    unwell.clear();
    for (const auto& group : data["groups"])
      for (const auto& rule : group["rules"]) {
        if (rule["health"] == "unknown") return false;
        if (rule["health"] != "ok")
          unwell.insert(fmt::format("{}/{}: {}", std::string(group["name"]), std::string(rule["name"]),
                                    rule.value("lastError", "")));
      }
    return true;
  }

 private:
  TempDir folder_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("test");
  std::unique_ptr<ListeningProcess> process_;
};

}  // namespace lastgood
