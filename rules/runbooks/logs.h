// The pages about logs that do not arrive. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfLogs();

}  // namespace lastgood::runbooks
