#include "exporter/generate_rbac.h"

#include <set>

#include "collectors/collector.h"
#include "rules/yaml.h"

namespace lastgood {
namespace {

using namespace yaml;

// From an API group to the plurals of its resources, sorted; several collectors may read the same.
std::map<std::string, std::set<std::string>> ResourcesRead(const GeneratorSettings& settings) {
  std::map<std::string, std::set<std::string>> resources;
  for (const CollectorKind& kind : AllCollectorKinds())
    if (settings.Has(kind.name))
      for (const Resource& resource : kind.reads)
        resources[std::string(resource.group)].insert(std::string(resource.plural));
  return resources;
}

}  // namespace

Files ClusterRoleFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"rbac.authorization.k8s.io/v1", "ClusterRole", "lastgood", {}, true});
  Begin(out, "rules", YAML::BeginSeq);
  for (const auto& [group, plurals] : ResourcesRead(settings)) {
    out << YAML::BeginMap;
    List(out, "apiGroups", {group});
    List(out, "resources", {plurals.begin(), plurals.end()});
    List(out, "verbs", {"get", "list"});
    out << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  return {{"kubernetes/clusterrole.yaml",
           WithHead("What the configured collectors read. Nothing is written, and no Secret is read.", out)}};
}

}  // namespace lastgood
