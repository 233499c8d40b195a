// The dashboard about Loki and what should arrive there. Pure.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

Dashboard LogsDashboard(const GeneratorSettings& settings);

}  // namespace lastgood
