// The pages about schedules. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfSchedules();

}  // namespace lastgood::runbooks
