// How to reach an API server and who we are there, as a kubeconfig or a pod's service account says it. Plain
// values; files that may rotate (tokens, certificates) are only named here and read when they are used.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/http/http.h"

namespace lastgood {

// A program that prints credentials (client.authentication.k8s.io).
struct ExecPlugin {
  std::string api_version, command, install_hint;
  std::vector<std::string> args;
  std::vector<std::pair<std::string, std::string>> env;
  bool cluster_info = false;  // it wants to know the cluster
};

struct KubeAccess {
  std::string server;   // "https://10.0.0.1:6443", without a slash at the end
  std::string context;  // "" in a cluster
  TlsOptions tls;
  std::string proxy_url;
  bool compressed = true;  // lists are asked for in gzip, unless disable-compression is set
  std::string token, token_file, username, password;
  std::optional<ExecPlugin> exec;
  std::string impersonate;
  std::vector<std::string> impersonate_groups;
};

using Getenv = std::function<std::optional<std::string>(const char*)>;

// What a pod is given. kConfig when this is no pod.
Result<KubeAccess> InClusterAccess(
    const Getenv& getenv, const std::string& folder = "/var/run/secrets/kubernetes.io/serviceaccount");

}  // namespace lastgood
