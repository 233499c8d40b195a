// The pages about backups that fail, are late, never came, hang or shrank. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

std::vector<Runbook> OfBackups();

}  // namespace lastgood::runbooks
