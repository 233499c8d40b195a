// Runs a kubeconfig's exec plugin and reads the credential that it prints. Errors name the command and give
// its install hint; they never hold what it printed on standard output. May be called from any thread.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "net/kube/access.h"

namespace lastgood {

struct ExecCredential {
  std::string token, cert_pem, key_pem;
  std::optional<Time> expires;
};

// What the plugin printed on its standard output. Pure.
Result<ExecCredential> DecodeExecCredential(const ExecPlugin& plugin, const std::string& output);

// At most a minute, and not beyond the deadline.
Result<ExecCredential> RunExecPlugin(const KubeAccess& access, const Clock& clock, const Deadline& deadline);

}  // namespace lastgood
