// The pages about lastgood itself. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfLastgood();

}  // namespace lastgood::runbooks
