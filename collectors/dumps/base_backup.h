// A folder of pg_basebackup, plain or of tar files: what backup_manifest names must be there, in its size.
// Errors: those of the bucket.
#pragma once

#include "collectors/dumps/set_judge.h"

namespace lastgood {

Result<EndingVerdict> JudgeBaseBackup(const SetFiles& files, const OpenSetFile& open);

}  // namespace lastgood
