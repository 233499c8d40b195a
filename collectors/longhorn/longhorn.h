// The collector of Longhorn (longhorn.io/v1beta2): volumes under the claims that hold them, their backups,
// recurring jobs and backup targets, system backups and backing images. One instance, source "kubernetes";
// README.md says what each fact is taken from.
#pragma once

#include "collectors/collector.h"

namespace lastgood {

extern const CollectorKind kLonghornKind;

// `section` is collectors.longhorn: interval, timeout. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeLonghornCollectors(ConfigReader& section, const Environment& environment);

}  // namespace lastgood
