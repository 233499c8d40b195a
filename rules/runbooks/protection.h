// The pages about what is not protected, WAL and retention. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfProtection();

}  // namespace lastgood::runbooks
