#include "outputs/kubernetes/grant.h"

namespace lastgood::yaml {

void Grant(YAML::Emitter& out, const Rule& rule) {
  out << YAML::BeginMap;
  List(out, "apiGroups", {rule.group});
  List(out, "resources", {rule.plurals.begin(), rule.plurals.end()});
  if (!rule.names.empty()) List(out, "resourceNames", {rule.names.begin(), rule.names.end()});
  List(out, "verbs", rule.verbs);
  out << YAML::EndMap;
}

}  // namespace lastgood::yaml
