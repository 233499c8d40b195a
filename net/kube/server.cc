#include "net/kube/server.h"

#include <fmt/format.h>

#include "base/coding.h"

namespace lastgood {

std::string ResourceUrl(const KubeServer& server, const Resource& resource, const std::string& name,
                        const std::string& namespace_) {
  std::string url = server.access.server;
  url += resource.group.empty() ? "/api/" : fmt::format("/apis/{}/", resource.group);
  url += resource.version;
  const std::string& scope = namespace_.empty() ? server.scope : namespace_;
  if (!scope.empty()) url += "/namespaces/" + scope;
  url += fmt::format("/{}?", resource.plural);
  if (!name.empty()) url += "fieldSelector=metadata.name%3D" + PercentEncode(name) + "&";
  return url;
}

}  // namespace lastgood
