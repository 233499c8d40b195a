// Longhorn's objects that backups are, reduced to rows. Mistakes are noted by the Fields. Pure.
#pragma once

#include "collectors/longhorn/rows.h"
#include "net/objects/fields.h"

namespace lastgood::longhorn {

// False: nothing of the object is worth a row.
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);

Result<bool> DecodeBackupVolume(const Fields& fields, Symbols& symbols, BackupVolumeRow& row);
Result<bool> DecodeSnapshot(const Fields& fields, Symbols& symbols, SnapshotRow& row);
Result<bool> DecodeSystemBackup(const Fields& fields, Symbols& symbols, SystemBackupRow& row);
Result<bool> DecodeImageBackup(const Fields& fields, Symbols& symbols, ImageBackupRow& row);

}  // namespace lastgood::longhorn
