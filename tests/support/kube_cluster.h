// An API server whose answers a test changes between passes, path by path; a path without one is a CRD that
// is missing. The handlers are called from the server's threads, one at a time.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "net/kube/source.h"
#include "tests/support/kube_server.h"

namespace lastgood {

// A list as API servers answer it: `items` is JSON, `kind` the items' kind.
inline std::string KubeList(const std::string& version, const std::string& kind, const std::string& items,
                            const std::string& token = "") {
  return R"({"apiVersion":")" + version + R"(","items":[)" + items + R"(],"kind":")" + kind +
         R"(List","metadata":{"continue":")" + token + "\"}}";
}

class KubeCluster {
 public:
  using Reply = TestServer::Reply;

  void Answer(const std::string& path, Reply reply) {
    AnswerBy(path, [reply](const TestServer::Request&) { return reply; });
  }
  void AnswerBy(const std::string& path, TestServer::Handler handler) {
    const std::lock_guard lock(mutex_);
    answers_[path] = std::move(handler);
  }
  void Forget(const std::string& path) {
    const std::lock_guard lock(mutex_);
    answers_.erase(path);
  }
  KubeConfig Config() { return {.kubeconfig = WriteKubeconfig(folder_, server_.Url(), "token: t")}; }

 private:
  Reply Handle(const TestServer::Request& request) {
    const std::lock_guard lock(mutex_);
    const auto found = answers_.find(request.path());
    if (found != answers_.end()) return found->second(request);
    return {.status = 404, .body = "404 page not found\n", .headers = {{"Content-Type", "text/plain"}}};
  }

  std::mutex mutex_;
  std::map<std::string, TestServer::Handler> answers_;
  TempDir folder_;
  TestServer server_{[this](const TestServer::Request& request) { return Handle(request); }};
};

}  // namespace lastgood
