// The collector of Velero (velero.io): Schedules and the backups that they made, storage locations, kopia and
// restic repositories, restores. One instance, source "kubernetes"; README.md says what each fact is taken
// from.
#pragma once

#include "collectors/collector.h"

namespace lastgood {

extern const CollectorKind kVeleroKind;

// `section` is collectors.velero: interval, timeout. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeVeleroCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
