// One Kubernetes object to one row. Pure. A missing field is left out; a wrong type or a time that cannot be
// read is the object's error and costs no other object.
#pragma once

#include "collectors/restore_tests/rows.h"
#include "net/objects/fields.h"

namespace lastgood::restore_tests {

Result<bool> DecodeCronJob(const Fields& fields, Symbols& symbols, CronJobRow& row);
Result<bool> DecodeJob(const Fields& fields, Symbols& symbols, JobRow& row);
Result<bool> DecodeRecord(const Fields& fields, Symbols& symbols, RecordRow& row);
Result<bool> DecodeSnapshot(const Fields& fields, Symbols& symbols, BackupRow& row);
Result<bool> DecodeClaim(const Fields& fields, Symbols& symbols, ClaimRow& row);
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);

}  // namespace lastgood::restore_tests
