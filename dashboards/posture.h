// The dashboard about every object, namespace and component, the worst first. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

Dashboard PostureDashboard(const GeneratorSettings& settings);

}  // namespace lastgood
