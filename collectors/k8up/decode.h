// One Kubernetes object of k8up to one row. Pure. A missing field is left out; a wrong type or a time that
// cannot be read is the object's error and costs no other object.
#pragma once

#include "collectors/k8up/rows.h"
#include "net/objects/fields.h"

namespace lastgood::k8up {

// False: nothing of the object is worth a row.
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);
Result<bool> DecodeSchedule(const Fields& fields, Symbols& symbols, ScheduleRow& row);
Result<bool> DecodeSnapshot(const Fields& fields, Symbols& symbols, SnapshotRow& row);
Result<bool> DecodeClaim(const Fields& fields, Symbols& symbols, ClaimRow& row);
Result<bool> DecodeOperator(const Fields& fields, Symbols& symbols, OperatorRow& row);

}  // namespace lastgood::k8up
