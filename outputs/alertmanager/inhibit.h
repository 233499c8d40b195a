// Which alerts keep which others quiet. Pure.
#pragma once

#include "outputs/alertmanager/plan.h"

namespace lastgood::alertmanager {

// Alertmanager takes two absent labels for equal. So a rule covers only alerts whose series have all the
// labels that it compares, and the source must have the one that tells its objects apart.
std::vector<InhibitRule> InhibitRules(const GeneratorSettings& settings);

// The alerts that InhibitRules names by itself.
std::vector<AlertName> AlertsNamedInInhibitRules();

}  // namespace lastgood::alertmanager
