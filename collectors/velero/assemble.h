// From the tables of Velero objects to facts: one object per Schedule, its policy, storage locations and
// repositories as destinations, and restores as drills of the Schedule whose backups they restored. Pure.
#pragma once

#include "collectors/velero/case.h"
#include "collectors/velero/rows.h"
#include "model/facts.h"
#include "net/objects/reading.h"

namespace lastgood::velero {

// Where Schedules were not read, one object per schedule that a Backup names. Backups without a schedule, and
// those of a schedule that does not exist here, make no object.
Facts Assemble(const VeleroTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations.
std::vector<Problem> Complaints(const VeleroTables& tables);

}  // namespace lastgood::velero
