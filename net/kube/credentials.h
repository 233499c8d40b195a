// Who we are to an API server, for one request at a time: tokens from files are read anew, those of an exec
// plugin are kept until they expire or the server refuses them. May be called from any thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include "net/kube/access.h"
#include "net/kube/exec.h"

namespace lastgood {

class KubeCredentials {
 public:
  // Both must outlive this.
  KubeCredentials(const KubeAccess& access, const Clock& clock) : access_(access), clock_(clock) {}

  // Adds headers and TLS material. kUnauthorized when there is nothing to show that should be there.
  Status Apply(HttpRequest& request);
  // The server answered 401: what is kept is not used again.
  void Forget();

 private:
  // One run of the plugin, by one caller for all who wait for it.
  struct Run {
    std::optional<Result<ExecCredential>> result;
    bool cut_short = false;  // by the deadline of who ran it: then the result is that caller's alone
  };

  Result<ExecCredential> FromPlugin(const Deadline& deadline);
  Result<ExecCredential> RunPlugin(const Deadline& deadline, std::unique_lock<std::mutex>& lock);
  bool Await(const Run& run, const Deadline& deadline, std::unique_lock<std::mutex>& lock);

  const KubeAccess& access_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable ended_;  // a run has
  std::shared_ptr<Run> running_;   // null when nobody runs the plugin
  std::optional<ExecCredential> kept_;
};

}  // namespace lastgood
