// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/workloads/rows.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::workloads {

inline constexpr Resource kClaims{"", "v1", "persistentvolumeclaims", kinds::kClaim};
inline constexpr Resource kStatefulSets{"apps", "v1", "statefulsets", kinds::kStatefulSet};
inline constexpr Resource kNamespaces{"", "v1", "namespaces", "Namespace"};
inline constexpr std::array kReads = {kClaims, kStatefulSets, kNamespaces};

// One reading per kind; `tables` must outlive them.
std::vector<TableRead> ReadsInto(WorkloadTables& tables);

}  // namespace lastgood::workloads
