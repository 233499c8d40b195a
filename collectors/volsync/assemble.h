// From the tables of VolSync objects to facts: a ReplicationSource is what can be lost, a
// ReplicationDestination a copy of what is somewhere else. Pure.
#pragma once

#include "collectors/volsync/rows.h"
#include "model/facts.h"
#include "net/objects/reading.h"

namespace lastgood::volsync {

Facts Assemble(const VolsyncTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations.
std::vector<Problem> Complaints(const VolsyncTables& tables);

}  // namespace lastgood::volsync
