// An API server and who we are there, as everything that asks it is given them. References outlive all of
// that.
#pragma once

#include <string>

#include "net/kube/access.h"
#include "net/kube/credentials.h"
#include "net/objects/reading.h"

namespace lastgood {

struct KubeServer {
  const KubeAccess& access;
  KubeCredentials& credentials;
  HttpClient& http;
  const Clock& clock;
  const std::string& scope;  // the namespace, "" for all
};

// "https://10.0.0.1:6443/apis/postgresql.cnpg.io/v1/backups?", of all objects or of those called `name`, in
// `namespace_` or, when that is "", in the server's scope. What follows is "limit=500" or "watch=1".
std::string ResourceUrl(const KubeServer& server, const Resource& resource, const std::string& name,
                        const std::string& namespace_ = "");

}  // namespace lastgood
