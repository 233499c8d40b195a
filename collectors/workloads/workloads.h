// The collector of what holds data in the cluster: PersistentVolumeClaims and StatefulSets, so that what
// nothing backs up shows. One instance, source "kubernetes"; README.md says what each fact is taken from.
#pragma once

#include <vector>

#include "collectors/collector.h"

namespace lastgood {

extern const CollectorKind kWorkloadsKind;

// `section` is collectors.workloads: interval, timeout. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeWorkloadsCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
