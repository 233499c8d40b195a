// What is wrong with an object that policies protect. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/assess.h"

namespace lastgood {

// `elsewhere` names the system whose backups hold the object's data though its own does not back it up.
std::vector<Finding> FindingsOf(const ObjectFacts& object, const Derived& derived, Time now,
                                const Thresholds& thresholds, const std::string& elsewhere = "");

}  // namespace lastgood
