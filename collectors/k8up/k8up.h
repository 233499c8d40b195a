// The collector of k8up (k8up.io/v1): Schedules that make backups, their Backups, and the restic snapshots
// that remain. One instance, source "kubernetes"; README.md says what each fact is taken from.
#pragma once

#include "collectors/collector.h"

namespace lastgood {

extern const CollectorKind kK8upKind;

// `section` is collectors.k8up: interval, timeout. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeK8upCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
