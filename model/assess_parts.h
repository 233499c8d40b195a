// The pieces that Assess is made of: the findings about one thing each. Pure.
#pragma once

#include <vector>

#include "model/assess.h"

namespace lastgood {

// `elsewhere` names the system whose backups hold the object's data though its own does not back it up.
std::vector<Finding> FindingsOf(const ObjectFacts& object, const Derived& derived, Time now,
                                const Thresholds& thresholds, const std::string& elsewhere = "");
std::vector<Finding> FindingsOf(const CoveredWorkload& workload);
std::vector<Finding> FindingsOf(const ComponentState& component, Time now);
std::vector<Finding> FindingsOf(const RestoreTestFacts& test, const std::optional<Time>& deadline, Time now);
std::vector<Finding> FindingsOf(const CopyFacts& copy, Time now);
std::vector<Finding> FindingsOf(const PolicyFacts& policy);
std::vector<Finding> FindingsOf(const DestinationFacts& destination, Time now);
std::vector<Finding> FindingsOf(const BucketFacts& bucket, Time now, const Thresholds& thresholds);
std::vector<Finding> FindingsOf(const LogsFacts& logs, Time now);
std::vector<Finding> FindingsOf(const CollectorState& state);

// The system that covers the claim that `key` names, other than the key's own; "" when none does.
std::string CoveredElsewhere(const Coverage& coverage, const ObjectKey& key);

// The service's table. `rows` hold what is wrong with the objects and workloads that it relies on.
std::vector<ServiceLine> ServiceOf(const Coverage& coverage, const std::vector<Row>& rows,
                                   const Filter& filter);
// Without a filter, or when it takes one of the objects that the component needs.
bool IsInScope(const ComponentState& component, const Filter& filter);

}  // namespace lastgood
