// One Kubernetes object of Longhorn to one row. Pure. A missing field is left out; a wrong type, a size that
// is no number or a time that cannot be read is the object's error and costs no other object.
#pragma once

#include "collectors/longhorn/rows.h"
#include "net/objects/fields.h"

namespace lastgood::longhorn {

// False: nothing of the object is worth a row.
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);
Result<bool> DecodeVolume(const Fields& fields, Symbols& symbols, VolumeRow& row);
Result<bool> DecodeClaim(const Fields& fields, Symbols& symbols, ClaimRow& row);
Result<bool> DecodeJob(const Fields& fields, Symbols& symbols, JobRow& row);
Result<bool> DecodeTarget(const Fields& fields, Symbols& symbols, TargetRow& row);
Result<bool> DecodeSetting(const Fields& fields, Symbols& symbols, SettingRow& row);
Result<bool> DecodeEngine(const Fields& fields, Symbols& symbols, EngineRow& row);
Result<bool> DecodeBackupVolume(const Fields& fields, Symbols& symbols, BackupVolumeRow& row);
Result<bool> DecodeSnapshot(const Fields& fields, Symbols& symbols, SnapshotRow& row);
Result<bool> DecodeSystemBackup(const Fields& fields, Symbols& symbols, SystemBackupRow& row);
Result<bool> DecodeImageBackup(const Fields& fields, Symbols& symbols, ImageBackupRow& row);

}  // namespace lastgood::longhorn
