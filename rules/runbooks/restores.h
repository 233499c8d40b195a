// The pages about what does not restore, and drills. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfRestores();

}  // namespace lastgood::runbooks
