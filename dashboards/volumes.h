// The dashboard about Longhorn: volumes and targets. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

Dashboard VolumesDashboard(const GeneratorSettings& settings);

}  // namespace lastgood
