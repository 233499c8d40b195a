// The pages about workloads and components that nothing covers. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfCoverage();

}  // namespace lastgood::runbooks
