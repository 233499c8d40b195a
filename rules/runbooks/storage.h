// The pages about destinations, buckets and copies. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfStorage();

}  // namespace lastgood::runbooks
