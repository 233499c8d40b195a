// The one state of each object (model/object_state.h), by the recorded conditions: pages, dashboards and
// counts read it. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

// Its rules are evaluated in their order, the worst first: each takes the objects that none before it took.
RuleGroup StatesGroup(const GeneratorSettings& settings);

}  // namespace lastgood
