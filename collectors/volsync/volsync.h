// The collector of VolSync (volsync.backube): ReplicationSources, and ReplicationDestinations as standby
// copies. One instance, source "kubernetes"; README.md says what each fact is taken from.
#pragma once

#include "collectors/collector.h"

namespace lastgood {

extern const CollectorKind kVolsyncKind;

// `section` is collectors.volsync: interval, timeout. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeVolsyncCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
