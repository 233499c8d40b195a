// One Assessment as a table for a terminal. Pure. Text from outside is on one line and without control
// characters.
#pragma once

#include "exporter/report/report.h"

namespace lastgood {

std::string RenderTable(const Assessment& assessment, Time now, const TableStyle& style);

}  // namespace lastgood
