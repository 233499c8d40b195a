// Which claims a policy selects, and whether a place is inside the cluster. Pure.
#pragma once

#include "model/facts.h"
#include "model/objectives.h"

namespace lastgood {

// Whether a claim is one of those that are selected, whatever `why_not` says.
bool Selects(const Selection& selection, const WorkloadFacts& claim);

// Whether a service's host is a name that only resolves inside the cluster ("http://minio.storage.svc:9000"),
// so that what lies there is lost with it.
bool IsInCluster(std::string_view endpoint);

bool AnyMatches(const std::vector<KeyPattern>& patterns, const ObjectKey& key);

}  // namespace lastgood
