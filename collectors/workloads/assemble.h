// From the tables to facts: which data there is in the cluster, whether anything backs it up or not. Pure.
#pragma once

#include "collectors/workloads/rows.h"
#include "net/objects/reading.h"

namespace lastgood::workloads {

Facts Assemble(const WorkloadTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations.
std::vector<Problem> Complaints(const WorkloadTables& tables);

}  // namespace lastgood::workloads
