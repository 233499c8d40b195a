// Whether a volume is protected, and why not. Pure.
#pragma once

#include "collectors/longhorn/case.h"

namespace lastgood::longhorn {

// Sets protection and its detail, and adds to `unread` what the verdict would have needed.
void JudgeProtection(const Case& one, const LonghornTables& tables, ObjectFacts& facts);

// Why no backup of `namespace_` can be written to the target; "" when it can or is not known.
std::string WhyNoTarget(const LonghornTables& tables, const std::string& namespace_, const std::string& name);

}  // namespace lastgood::longhorn
