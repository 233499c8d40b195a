// Which Backups of CloudNativePG a drill has tested, and which wait. Refers to the tables' rows. Pure.
#pragma once

#include <string>
#include <string_view>

#include "collectors/restore_tests/rows.h"

namespace lastgood::restore_tests {

// "pg-20260820" or "app/pg-20260820"; null when there is no such completed Backup.
const BackupRow* FindBackup(const DrillTables& tables, std::string_view namespace_, std::string_view name);

// Since when the oldest completed Backup of the cluster exists that began after `point`, else that was
// completed after `success`, else any; nullopt without one.
std::optional<Time> UntestedSince(const DrillTables& tables, const ObjectKey& cluster,
                                  const std::optional<Time>& point, const std::optional<Time>& success);

}  // namespace lastgood::restore_tests
