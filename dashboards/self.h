// The dashboard about lastgood itself. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

Dashboard SelfDashboard(const GeneratorSettings& settings);

}  // namespace lastgood
