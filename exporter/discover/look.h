// Looks at a cluster, or at a dump of one, for what a config would say of it.
#pragma once

#include <memory>

#include "base/clock.h"
#include "exporter/discover/found.h"
#include "net/kube/source.h"

namespace lastgood {

// Buckets, repositories and Services. What cannot be read is a remark, and costs nothing else. Of Secrets
// only those are read that hold a repository's or an endpoint's place; their keys are not kept.
void LookAtCluster(const std::shared_ptr<KubeSource>& source, const Deadline& deadline, Found& found);

}  // namespace lastgood
