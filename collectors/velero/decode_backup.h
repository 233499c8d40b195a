// Backups and the uploads of their volumes, reduced to rows. False: nothing of the object is worth a row.
// Mistakes are noted by the Fields. Pure.
#pragma once

#include "collectors/velero/rows.h"
#include "net/objects/fields.h"

namespace lastgood::velero {

// False: nothing of the object is worth a row.
Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row);
Result<bool> DecodePodVolumeBackup(const Fields& fields, Symbols& symbols, UploadRow& row);
Result<bool> DecodeDataUpload(const Fields& fields, Symbols& symbols, UploadRow& row);

// What Backups and Restores mean by their phase, and the reasons that they give.
AttemptState StateOf(std::string_view phase);
std::string ReasonOf(const Fields& fields);

// The strings of an array, joined by ", ".
std::string Joined(const Fields& fields, Fields::Path path);

}  // namespace lastgood::velero
