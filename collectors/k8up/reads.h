// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/k8up/rows.h"
#include "collectors/shared/table.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::k8up {

inline constexpr Resource kSchedules{"k8up.io", "v1", "schedules", kinds::kSchedule};
inline constexpr Resource kBackups{"k8up.io", "v1", "backups", "Backup"};
inline constexpr Resource kSnapshots{"k8up.io", "v1", "snapshots", "Snapshot"};
inline constexpr Resource kClaims{"", "v1", "persistentvolumeclaims", kinds::kClaim};
inline constexpr Resource kDeployments{"apps", "v1", "deployments", "Deployment"};
inline constexpr std::array kReads = {kSchedules, kBackups, kSnapshots, kClaims, kDeployments};

// One reading per kind; `tables` must outlive them.
std::vector<TableRead> ReadsInto(K8upTables& tables);
// The operator's Deployment, where something depends on it: a claim without the annotation, in a namespace
// that has a Schedule and no Snapshot. That it cannot be read is no failure: the first Snapshot tells.
std::vector<TableRead> ReadsAfter(K8upTables& tables);

}  // namespace lastgood::k8up
