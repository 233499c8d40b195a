// Whether what a Schedule selects is protected, and what is to be told of it. Pure.
#pragma once

#include "collectors/velero/case.h"

namespace lastgood::velero {

// Sets protection, its detail and the notes.
void Judge(const Case& one, const VeleroTables& tables, Time now, ObjectFacts& facts);

}  // namespace lastgood::velero
