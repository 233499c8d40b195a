// From the tables of k8up objects to facts: one object per Schedule that makes backups. Pure.
#pragma once

#include "collectors/k8up/rows.h"
#include "model/facts.h"
#include "net/objects/reading.h"

namespace lastgood::k8up {

// Where Schedules were not read, one object per schedule that a Backup names. Backups made by hand, and those
// of a schedule that was deleted, make no object.
Facts Assemble(const K8upTables& tables, Time now);

// What is wrong with objects that were read all the same: bad annotations.
std::vector<Problem> Complaints(const K8upTables& tables);

}  // namespace lastgood::k8up
