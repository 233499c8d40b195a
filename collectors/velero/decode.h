// One Kubernetes object of Velero to one row. Pure. A missing field is left out; a wrong type, a size below 0
// or a time that cannot be read is the object's error and costs no other object.
#pragma once

#include "collectors/velero/rows.h"
#include "net/objects/fields.h"

namespace lastgood::velero {

// False: nothing of the object is worth a row.
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);
Result<bool> DecodePodVolumeBackup(const Fields& fields, Symbols& symbols, UploadRow& row);
Result<bool> DecodeDataUpload(const Fields& fields, Symbols& symbols, UploadRow& row);
Result<bool> DecodeSchedule(const Fields& fields, Symbols& symbols, ScheduleRow& row);
Result<bool> DecodeLocation(const Fields& fields, Symbols& symbols, LocationRow& row);
Result<bool> DecodeRepository(const Fields& fields, Symbols& symbols, RepositoryRow& row);
Result<bool> DecodeRestore(const Fields& fields, Symbols& symbols, RestoreRow& row);

// What backups of this template (`spec.template` of a Schedule) hold, in words.
std::string CoverageOf(const Fields& fields);

// The claims that backups of this template take.
std::vector<Selection> SelectionsOf(const Fields& fields);

// What Backups and Restores mean by their phase, and the reasons that they give.
AttemptState StateOf(std::string_view phase);
std::string ReasonOf(const Fields& fields);
// The strings of an array, joined by ", ".
std::string Joined(const Fields& fields, Fields::Path path);

}  // namespace lastgood::velero
