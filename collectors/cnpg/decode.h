// One Kubernetes object of CloudNativePG to one row. Pure. A missing field is left out; a wrong type or a
// time that cannot be read is the object's error (Fields::status) and costs no other object.
#pragma once

#include "collectors/cnpg/rows.h"
#include "net/objects/fields.h"

namespace lastgood::cnpg {

// False: nothing of the object is worth a row.
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);
Result<bool> DecodeScheduledBackup(const Fields& fields, Symbols& symbols, ScheduledBackupRow& row);
Result<bool> DecodeCluster(const Fields& fields, Symbols& symbols, ClusterRow& row);
Result<bool> DecodeObjectStore(const Fields& fields, Symbols& symbols, ObjectStoreRow& row);
Result<bool> DecodeVolumeSnapshot(const Fields& fields, Symbols& symbols, VolumeSnapshotRow& row);

}  // namespace lastgood::cnpg
