#include "rules/object_head.h"

namespace lastgood::yaml {

void Head(YAML::Emitter& out, const GeneratorSettings& settings, const ObjectHead& head) {
  Pair(out, "apiVersion", head.api_version);
  Pair(out, "kind", head.kind);
  Begin(out, "metadata", YAML::BeginMap);
  Pair(out, "name", head.name);
  if (!head.cluster_wide)
    Pair(out, "namespace", head.namespace_.empty() ? settings.kubernetes_namespace : head.namespace_);
  Begin(out, "labels", YAML::BeginMap);
  Pair(out, "app.kubernetes.io/name", "lastgood");
  for (const auto& [label, value] : head.labels) Pair(out, label, value);
  out << YAML::EndMap << YAML::EndMap;
}

std::vector<std::pair<std::string, std::string>> ReleaseLabel(const GeneratorSettings& settings) {
  if (settings.release.empty()) return {};
  return {{"release", settings.release}};
}

}  // namespace lastgood::yaml
