// Which claims the backups of a Schedule take and hold. Pure.
#pragma once

#include "collectors/velero/case.h"

namespace lastgood::velero {

// The claims that it covers.
std::vector<Selection> CoversOf(const Case& one, const Uploads& uploads);

// The claims that backups of this template take.
std::vector<Selection> SelectionsOf(const Fields& fields);

}  // namespace lastgood::velero
