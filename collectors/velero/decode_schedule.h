// Schedules and Restores, reduced to rows. Mistakes are noted by the Fields. Pure.
#pragma once

#include "collectors/velero/rows.h"
#include "net/objects/fields.h"

namespace lastgood::velero {

Result<bool> DecodeSchedule(const Fields& fields, Symbols& symbols, ScheduleRow& row);

Result<bool> DecodeRestore(const Fields& fields, Symbols& symbols, RestoreRow& row);

// What backups of this template (`spec.template` of a Schedule) hold, in words.
std::string CoverageOf(const Fields& fields);

}  // namespace lastgood::velero
