#include "rules/groups/conditions.h"

#include "model/protection.h"

namespace lastgood::promql {

std::string DeliberateReasons() {
  std::string regex;
  for (const ProtectionInfo& info : kProtections)
    if (info.protection_class == ProtectionClass::kDeliberate)
      regex += (regex.empty() ? "" : "|") + std::string(info.name);
  return regex;
}

std::string LeftToOthersReasons() {
  return std::string(InfoOf(Protection::kNoPolicy).name) + '|' +
         std::string(InfoOf(Protection::kOnDemand).name);
}

}  // namespace lastgood::promql
