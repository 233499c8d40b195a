#include "net/kube/access.h"

#include <filesystem>

namespace lastgood {

Result<KubeAccess> InClusterAccess(const Getenv& getenv, const std::string& folder) {
  std::string host = getenv("KUBERNETES_SERVICE_HOST").value_or("");
  const std::string port = getenv("KUBERNETES_SERVICE_PORT").value_or("443");
  if (host.empty()) {
    return Error{
        ErrorCode::kConfig,
        "in_cluster: this is not a pod: KUBERNETES_SERVICE_HOST is not set; configure a kubeconfig instead"};
  }
  if (host.find(':') != std::string::npos && host.front() != '[') host = "[" + host + "]";
  KubeAccess access;
  access.server = "https://" + host + ":" + port;
  access.token_file = folder + "/token";
  access.tls.ca_file = folder + "/ca.crt";
  for (const std::string& file : {access.token_file, access.tls.ca_file}) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) continue;
    return Error{ErrorCode::kConfig,
                 "in_cluster: there is no " + file + ": is automountServiceAccountToken of the pod false?"};
  }
  return access;
}

}  // namespace lastgood
