// What each kind of Longhorn backup says as an attempt of a History. Pure.
#pragma once

#include "collectors/longhorn/rows.h"
#include "collectors/shared/history.h"

namespace lastgood::longhorn {

// `snapshots` may know why the backup's snapshot failed.
BackupAttempt AttemptOf(const BackupRow& row, const Table<SnapshotRow>& snapshots);
BackupAttempt AttemptOf(const SystemBackupRow& row);
BackupAttempt AttemptOf(const ImageBackupRow& row);

}  // namespace lastgood::longhorn
