// All dashboards. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

// Those that these settings ask for, laid out.
std::vector<Dashboard> Dashboards(const GeneratorSettings& settings);

}  // namespace lastgood
