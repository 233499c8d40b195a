// Who we are to an API server, for one request at a time: tokens from files are read anew, those of an exec
// plugin are kept until they expire or the server refuses them. May be called from any thread.
#pragma once

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
  Result<ExecCredential> FromPlugin(const Deadline& deadline);

  const KubeAccess& access_;
  const Clock& clock_;
  std::mutex mutex_;  // also held while the plugin runs, so that it runs once
  std::optional<ExecCredential> kept_;
};

}  // namespace lastgood
