// The tables of what covers each workload and component. Pure.
#pragma once

#include "dashboards/tables.h"

namespace lastgood {

// One row a component that is declared.
Panel ComponentTable();

// One row for each thing that holds data.
Panel CoverageTable(const GeneratorSettings& settings);

}  // namespace lastgood
