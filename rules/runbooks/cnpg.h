// The pages about CloudNativePG's own series. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfCnpg();

}  // namespace lastgood::runbooks
