// Longhorn's facts that are not of one volume: the system's own backups, backing images, targets. Pure.
#pragma once

#include "collectors/longhorn/jobs.h"
#include "collectors/longhorn/rows.h"
#include "model/facts.h"

namespace lastgood::longhorn {

// The object of the system's own backups, one per namespace that has a job or a backup of that kind.
void AddSystem(const LonghornTables& tables, const std::vector<struct Job>& jobs, Facts& facts);

// One object per backing image that has a backup: the image never changes, so one good backup is enough.
void AddImages(const LonghornTables& tables, Facts& facts);

// Backup targets, and by when Longhorn must have looked at them again.
void AddTargets(const LonghornTables& tables, Facts& facts);

}  // namespace lastgood::longhorn
