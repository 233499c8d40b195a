// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/restore_tests/rows.h"
#include "collectors/shared/table.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::restore_tests {

inline constexpr Resource kCronJobs{"batch", "v1", "cronjobs", kinds::kCronJob};
inline constexpr Resource kJobs{"batch", "v1", "jobs", "Job"};
inline constexpr Resource kConfigMaps{"", "v1", "configmaps", "ConfigMap"};
inline constexpr Resource kClaims{"", "v1", "persistentvolumeclaims", kinds::kClaim};
inline constexpr Resource kSnapshots{"snapshot.storage.k8s.io", "v1", "volumesnapshots", "VolumeSnapshot"};
inline constexpr std::array kReads = {kCronJobs, kJobs, kConfigMaps, kCnpgBackups, kClaims, kSnapshots};

// CronJobs: they tell whether there is any drill. `tables` must outlive what is returned.
std::vector<TableRead> FirstReads(DrillTables& tables);
// When there is: Jobs, what they restore, and one reading for each ConfigMap that a plan names.
std::vector<TableRead> MoreReads(DrillTables& tables);

}  // namespace lastgood::restore_tests
