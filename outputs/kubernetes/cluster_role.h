// What lastgood may read in a cluster: the resources that its collectors say they read, and nothing else.
// Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// kubernetes/clusterrole.yaml
Files ClusterRoleFiles(const GeneratorSettings& settings);

}  // namespace lastgood
