// Longhorn's objects that are backed up, what backs them up and where to, reduced to rows. False: nothing of
// the object is worth a row. Mistakes are noted by the Fields. Pure.
#pragma once

#include "collectors/longhorn/rows.h"
#include "net/objects/fields.h"

namespace lastgood::longhorn {

Result<bool> DecodeVolume(const Fields& fields, Symbols& symbols, VolumeRow& row);
Result<bool> DecodeClaim(const Fields& fields, Symbols& symbols, ClaimRow& row);
Result<bool> DecodeJob(const Fields& fields, Symbols& symbols, JobRow& row);
Result<bool> DecodeTarget(const Fields& fields, Symbols& symbols, TargetRow& row);
Result<bool> DecodeSetting(const Fields& fields, Symbols& symbols, SettingRow& row);
Result<bool> DecodeEngine(const Fields& fields, Symbols& symbols, EngineRow& row);

}  // namespace lastgood::longhorn
