// What is wrong with workloads and components, and the table of the service. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/assess.h"

namespace lastgood {

std::vector<Finding> FindingsOf(const CoveredWorkload& workload);
std::vector<Finding> FindingsOf(const ComponentState& component, Time now);
// The system that covers the claim that `key` names, other than the key's own; "" when none does.
std::string CoveredElsewhere(const Coverage& coverage, const ObjectKey& key);
// The service's table. `rows` hold what is wrong with the objects and workloads that it relies on.
std::vector<ServiceLine> ServiceOf(const Coverage& coverage, const std::vector<Row>& rows,
                                   const Filter& filter);
// Without a filter, or when it takes one of the objects that the component needs.
bool IsInScope(const ComponentState& component, const Filter& filter);

}  // namespace lastgood
