// All groups, as the settings ask for them. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

// The groups that these settings ask for, as they are written: severities, `for`, labels and annotations
// applied, disabled alerts left out, per namespace when that is set.
std::vector<RuleGroup> RuleGroups(const GeneratorSettings& settings);

// The name and severity of every alert that some settings give, for documents and for mistakes in settings.
std::vector<Alert> AllAlerts();

}  // namespace lastgood
