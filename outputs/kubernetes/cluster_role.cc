#include "outputs/kubernetes/cluster_role.h"

#include <set>

#include "base/yaml_writer.h"
#include "collectors/collector.h"
#include "outputs/kubernetes/grant.h"
#include "rules/object_head.h"

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

// ConfigMaps may hold anything, so only those that are named may be read.
std::set<std::string> ConfigMapsRead(const GeneratorSettings& settings) {
  std::set<std::string> names = settings.config_maps;
  for (const CollectorKind& kind : AllCollectorKinds())
    if (settings.Has(kind.name)) names.insert(kind.config_maps.begin(), kind.config_maps.end());
  return names;
}

}  // namespace

Files ClusterRoleFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"rbac.authorization.k8s.io/v1", "ClusterRole", "lastgood", {}, true});
  Begin(out, "rules", YAML::BeginSeq);
  for (const auto& [group, plurals] : ResourcesRead(settings)) {
    std::set<std::string> others = plurals;
    const bool config_maps = group.empty() && others.erase("configmaps") > 0;
    if (!others.empty()) Grant(out, {group, others, {}});
    if (config_maps) Grant(out, {group, {"configmaps"}, ConfigMapsRead(settings)});
  }
  out << YAML::EndSeq << YAML::EndMap;
  return {
      {"kubernetes/clusterrole.yaml",
       WithHead(settings.secrets.empty()
                    ? "What the configured collectors read. Nothing is written, and no Secret is read."
                    : "What the configured collectors read. Nothing is written, and of Secrets only those "
                      "are read that\nthe Roles beside it name.",
                out)}};
}

}  // namespace lastgood
