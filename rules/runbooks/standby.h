// The pages about standbys, by their own series. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfStandby();

}  // namespace lastgood::runbooks
