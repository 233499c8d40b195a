// Velero's facts that are not of one Schedule: storage locations, repositories, restores. Pure.
#pragma once

#include "collectors/velero/rows.h"
#include "model/facts.h"

namespace lastgood::velero {

// Storage locations and repositories.
void AddDestinations(const VeleroTables& tables, Facts& facts);

// One drill per object of `facts` that a Restore restored a backup of.
void AddRestores(const VeleroTables& tables, Facts& facts);

}  // namespace lastgood::velero
