// The pieces that Assess is made of: the findings about one thing each. Pure.
#pragma once

#include <vector>

#include "exporter/model/assess.h"

namespace lastgood {

std::vector<Finding> FindingsOf(const ObjectFacts& object, const Derived& derived, Time now,
                                const Thresholds& thresholds);
std::vector<Finding> FindingsOf(const RestoreTestFacts& test, const std::optional<Time>& deadline, Time now);
std::vector<Finding> FindingsOf(const CopyFacts& copy, Time now);
std::vector<Finding> FindingsOf(const PolicyFacts& policy);
std::vector<Finding> FindingsOf(const DestinationFacts& destination, Time now);
std::vector<Finding> FindingsOf(const BucketFacts& bucket, Time now, const Thresholds& thresholds);
std::vector<Finding> FindingsOf(const LogsFacts& logs, Time now);
std::vector<Finding> FindingsOf(const CollectorState& state);

}  // namespace lastgood
