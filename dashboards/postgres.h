// The dashboard about CloudNativePG: backups, WAL, replicas. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

Dashboard PostgresDashboard(const GeneratorSettings& settings);

}  // namespace lastgood
