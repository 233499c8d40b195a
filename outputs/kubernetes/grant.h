// One rule of a Role or ClusterRole. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/yaml_writer.h"

namespace lastgood::yaml {

// Of these resources of the group all objects, or those of the names when there are any.
struct Rule {
  std::string group;
  std::set<std::string> plurals, names;
  std::vector<std::string> verbs = {"list", "watch"};
};
void Grant(YAML::Emitter& out, const Rule& rule);

}  // namespace lastgood::yaml
