// Which backup a drill has restored, and which wait. Refers to the tables' rows. Pure.
#pragma once

#include <string>
#include <string_view>

#include "collectors/restore_tests/rows.h"

namespace lastgood::restore_tests {

// A backup, and the table of its kind; both null when there is none.
struct Tested {
  const Table<BackupRow>* table = nullptr;
  const BackupRow* row = nullptr;

  explicit operator bool() const { return row != nullptr; }
  std::optional<Time> Moment() const { return row == nullptr ? std::nullopt : row->Moment().Get(); }
  // Whose backup it is: {"cnpg", ..., "Cluster", ...}, or a claim of any system.
  ObjectKey Source(const DrillTables& tables) const;
};

// "pg-20260820" or "app/pg-20260820": a Backup of CloudNativePG, else a VolumeSnapshot.
Tested FindBackup(const DrillTables& tables, std::string_view namespace_, std::string_view name);

// The VolumeSnapshot that the Jobs of the CronJob restore by their own template: a volume of theirs is made
// from it, or they mount a claim that was.
std::string PinnedSnapshot(const DrillTables& tables, const CronJobRow& cronjob);

// Since when the oldest backup of `source` exists that began after `point`, else that was complete after
// `success`, else any; nullopt without one.
std::optional<Time> UntestedSince(const Table<BackupRow>& table, const ObjectKey& source,
                                  const std::optional<Time>& point, const std::optional<Time>& success);

}  // namespace lastgood::restore_tests
