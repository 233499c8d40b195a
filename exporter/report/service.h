// The service's table: what it is made of, what holds it, and what could be restored. Pure.
#pragma once

#include "exporter/report/report.h"

namespace lastgood {

// The service's table: what it is made of, what holds it, and what could be restored. The first column is the
// status; the others are ServiceCells.
inline constexpr std::array<std::string_view, 8> kServiceHead = {
    "Status", "Component", "Covered by", "Recovery point", "Allowed", "Restore proven", "Took", "Verdict"};
std::vector<std::string> ServiceCells(const ServiceLine& line, Time now,
                                      TimeStyle style = TimeStyle::kRelative);

}  // namespace lastgood
