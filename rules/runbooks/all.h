// Every page. Pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood {

// Of every alert, in the order of the groups.
const std::vector<Runbook>& Runbooks();

}  // namespace lastgood
