// From the tables of CloudNativePG objects to facts: the join of Backups, schedules, stores and snapshots
// under their Cluster. Pure.
#pragma once

#include "collectors/cnpg/rows.h"
#include "model/facts.h"
#include "net/objects/reading.h"

namespace lastgood::cnpg {

// One object per Cluster; where Clusters were not read, one per cluster that a Backup or schedule names.
// What belongs to a Cluster that no longer exists makes no object.
Facts Assemble(const CnpgTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations, bad retention policies.
std::vector<Problem> Complaints(const CnpgTables& tables);

}  // namespace lastgood::cnpg
