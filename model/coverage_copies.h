// How many copies of a workload's data there are: the rule of three. Pure.
#pragma once

#include "model/coverage_index.h"

namespace lastgood {

// Sets copies and copies_apart by what holds it. A store that is copied to another bucket counts twice.
void CountCopies(const std::vector<Holding>& holdings, const Parts& parts, CoveredWorkload& workload);

}  // namespace lastgood
