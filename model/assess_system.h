// What is wrong with drills, copies, policies, destinations, buckets, logs and collectors. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/assess.h"

namespace lastgood {

// What a collector says of a single object.
inline constexpr std::string_view kNotRead = "object not read";
// And of all that it reads.
inline constexpr std::string_view kCannotRead = "cannot read";

std::vector<Finding> FindingsOf(const RestoreTestFacts& test, const std::optional<Time>& deadline, Time now);
std::vector<Finding> FindingsOf(const CopyFacts& copy, Time now);
std::vector<Finding> FindingsOf(const PolicyFacts& policy);
std::vector<Finding> FindingsOf(const DestinationFacts& destination, Time now);
std::vector<Finding> FindingsOf(const BucketFacts& bucket, Time now, const Thresholds& thresholds);
std::vector<Finding> FindingsOf(const LogsFacts& logs, Time now);
std::vector<Finding> FindingsOf(const CollectorState& state);

}  // namespace lastgood
