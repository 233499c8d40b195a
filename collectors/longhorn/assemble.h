// From the tables of Longhorn objects to facts: volumes under the claim that holds them, the system's own
// backups, backing images, jobs and targets. Pure.
#pragma once

#include "collectors/longhorn/attempts.h"
#include "collectors/longhorn/rows.h"
#include "model/facts.h"

namespace lastgood::longhorn {

// One object per volume: its PersistentVolumeClaim, or the Volume itself when no claim holds it. Where
// Volumes were not read, one per volume that a Backup names. What remains of deleted volumes in the backup
// target makes no object.
Facts Assemble(const LonghornTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations.
std::vector<Problem> Complaints(const LonghornTables& tables);

// The object of the system's own backups, one per namespace that has a job or a backup of that kind.
void AddSystem(const LonghornTables& tables, const std::vector<struct Job>& jobs, Facts& facts);
// One object per backing image that has a backup: the image never changes, so one good backup is enough.
void AddImages(const LonghornTables& tables, Facts& facts);
// Backup targets, and by when Longhorn must have looked at them again.
void AddTargets(const LonghornTables& tables, Facts& facts);

}  // namespace lastgood::longhorn
