// lastgood itself in a cluster, without Helm: what runs it, under which account, and its Service. Generic
// objects only, so that any cluster takes them. Pure.
#pragma once

#include "rules/groups/render.h"

namespace lastgood {

// kubernetes/deployment.yaml, service.yaml, serviceaccount.yaml, clusterrolebinding.yaml, and lastgood.yaml,
// the config to begin with.
Files WorkloadFiles(const GeneratorSettings& settings);

}  // namespace lastgood
