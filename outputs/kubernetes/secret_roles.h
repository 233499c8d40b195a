// Which Secrets lastgood may read: those that buckets of the config name for their keys, by name, in their
// namespaces, and no other. Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// kubernetes/secret-reader-NAMESPACE.yaml, a Role and its RoleBinding for each; none without such buckets.
Files SecretRoleFiles(const GeneratorSettings& settings);

}  // namespace lastgood
