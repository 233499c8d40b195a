// Host jobs, by the series that they push or leave in text files. Pure.
#pragma once

#include "rules/rule.h"

namespace lastgood {

RuleGroup HostJobsGroup(const GeneratorSettings& settings);

}  // namespace lastgood
