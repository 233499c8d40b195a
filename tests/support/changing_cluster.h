// An API server for benchmarks and the soak whose Backups change while it is watched. A test sets how fast;
// its handlers run on the server's threads. The clock of its streams is real time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "tests/support/cnpg_lists.h"
#include "tests/support/test_server.h"

namespace lastgood {

class ChangingCluster {
 public:
  explicit ChangingCluster(int clusters) : clusters_(clusters) {}
  ~ChangingCluster() { ended_ = true; }
  ChangingCluster(const ChangingCluster&) = delete;
  ChangingCluster& operator=(const ChangingCluster&) = delete;

  std::string Url() const { return server_.Url(); }
  void ChangeOnce() { once_ = true; }
  void ChangeEvery(std::chrono::milliseconds pause) { pause_ = pause.count(); }
  // While it is down it answers 503, and its streams end.
  void SetDown(bool down) { down_ = down; }
  int lists() const { return lists_; }

 private:
  using Reply = TestServer::Reply;
  using Request = TestServer::Request;
  using Write = std::function<bool(std::string_view)>;
  static constexpr int kClustersPerPage = kCnpgPageItems / kCnpgBackupsEach;

  Reply Answer(const Request& request) {
    if (down_) return {.status = 503, .body = "down\n"};
    const bool backups = request.path().ends_with("/backups");
    if (!request.Query("watch").empty())
      return {.stream = [this, backups](const Write& write) { Stream(write, backups); }};
    ++lists_;
    if (request.path().ends_with("/clusters")) return {.body = CnpgClusterPage(clusters_)};
    if (request.path().ends_with("/scheduledbackups")) return {.body = CnpgSchedulePage(clusters_)};
    if (!backups) return {.status = 404, .body = "404 page not found\n"};
    const int first = std::atoi(request.Query("continue").c_str());
    const int next = first + kClustersPerPage;
    return {.body = CnpgBackupPage(first, next < clusters_ ? std::to_string(next) : "")};
  }

  void Stream(const Write& write, bool backups) {
    while (!ended_ && !down_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(backups && pause_ > 0 ? pause_.load() : 10));
      const bool changes = backups && (pause_ > 0 || once_.exchange(false));
      if (changes && !write(Event())) return;
    }
  }
  std::string Event() {
    const int n = ++changes_;
    return R"({"type":"ADDED","object":)" + CnpgBackup(n % clusters_, kCnpgBackupsEach + n / clusters_) +
           "}\n";
  }

  const int clusters_;
  std::atomic<long> pause_ = 0;
  std::atomic<int> changes_ = 0, lists_ = 0;
  std::atomic<bool> ended_ = false, once_ = false, down_ = false;
  TestServer server_{[this](const Request& request) { return Answer(request); }};
};

}  // namespace lastgood
