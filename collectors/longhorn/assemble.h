// From the tables of Longhorn objects to facts: volumes under the claim that holds them, the system's own
// backups, backing images, jobs and targets. Pure.
#pragma once

#include "collectors/longhorn/attempts.h"
#include "collectors/longhorn/rows.h"
#include "model/facts.h"
#include "net/objects/reading.h"

namespace lastgood::longhorn {

// One object per volume: its PersistentVolumeClaim, or the Volume itself when no claim holds it. Where
// Volumes were not read, one per volume that a Backup names. What remains of deleted volumes in the backup
// target makes no object.
Facts Assemble(const LonghornTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations.
std::vector<Problem> Complaints(const LonghornTables& tables);

}  // namespace lastgood::longhorn
