// The pages about Loki and Alloy, by their own series. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfLoki();

}  // namespace lastgood::runbooks
