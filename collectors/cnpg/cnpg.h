// The collector of CloudNativePG: Backups, ScheduledBackups, Clusters, the Barman plugin's ObjectStores, and
// VolumeSnapshots, from a live cluster or a dump. One instance, source "kubernetes"; README.md says what each
// fact is taken from.
#pragma once

#include "collectors/collector.h"

namespace lastgood {

extern const CollectorKind kCnpgKind;

// `section` is collectors.cnpg: interval, timeout. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeCnpgCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
