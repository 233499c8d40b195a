// Which Kubernetes resources the collector reads, and into which tables.
#pragma once

#include <array>
#include <vector>

#include "collectors/cnpg/rows.h"
#include "collectors/shared/table.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::cnpg {

inline constexpr std::string_view kGroup = "postgresql.cnpg.io";
inline constexpr Resource kBackups = kCnpgBackups;
inline constexpr Resource kScheduledBackups{kGroup, "v1", "scheduledbackups", "ScheduledBackup"};
inline constexpr Resource kClusters{kGroup, "v1", "clusters", kinds::kCluster};
inline constexpr Resource kObjectStores{"barmancloud.cnpg.io", "v1", "objectstores", "ObjectStore"};
inline constexpr Resource kVolumeSnapshots{"snapshot.storage.k8s.io", "v1", "volumesnapshots",
                                           "VolumeSnapshot"};
inline constexpr std::array kReads = {kBackups, kScheduledBackups, kClusters, kObjectStores,
                                      kVolumeSnapshots};

// One reading per kind; `tables` must outlive them.
std::vector<TableRead> ReadsInto(CnpgTables& tables);

}  // namespace lastgood::cnpg
