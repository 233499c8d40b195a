// The dashboard about destinations, buckets and copies. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

Dashboard StorageDashboard(const GeneratorSettings& settings);

}  // namespace lastgood
