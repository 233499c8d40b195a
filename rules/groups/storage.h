// Destinations, buckets and copies. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup StorageGroup(const GeneratorSettings& settings);

}  // namespace lastgood
