// What all collectors tell together: what covers each workload and component. Pure.
#pragma once

#include "catalog/samples.h"
#include "model/coverage.h"

namespace lastgood {

Samples Expose(const Coverage& coverage);

}  // namespace lastgood
