// From the tables to one drill per CronJob that a plan names, and its schedule as a policy. Pure.
#pragma once

#include <vector>

#include "collectors/restore_tests/rows.h"
#include "net/objects/reading.h"

namespace lastgood::restore_tests {

bool HasDrill(const DrillTables& tables);

Facts Assemble(const DrillTables& tables, Time now);

// Drills of the config that do not exist, and what their ConfigMaps say that cannot be understood.
std::vector<Problem> Complaints(const DrillTables& tables);

}  // namespace lastgood::restore_tests
