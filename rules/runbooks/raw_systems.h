// The pages about Longhorn, Velero and host jobs, by their own series. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfRawSystems();

}  // namespace lastgood::runbooks
