// The collector of restore drills: CronJobs that restore a backup and look at it, their Jobs, and the
// ConfigMaps that record what was tested. One instance, source "kubernetes"; README.md says what each fact is
// taken from.
#pragma once

#include "collectors/collector.h"

namespace lastgood {

CollectorKind RestoreTestsKind();

// `section` is restore_tests: from a name to a drill. None when no Kubernetes source is configured.
Result<std::vector<Collector>> MakeRestoreTestsCollectors(ConfigReader& section,
                                                          const Environment& environment);

}  // namespace lastgood
