#include "model/object_state.h"

namespace lastgood {

std::string_view StateOf(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    if (finding.level >= Level::kWarning) return finding.condition;
    if (finding.level == Level::kUnknown) return states::kUnknown;
    if (!finding.state.empty()) return finding.state;
  }
  return states::kGood;
}

std::optional<Standing> StandingOf(const Row& row) {
  const bool object = row.subject == Subject::kObject;
  if (row.level >= Level::kWarning) return object ? Standing::kAtRisk : Standing::kAttention;
  if (row.level == Level::kUnknown) return Standing::kUnknown;
  if (object && row.state == states::kGood) return Standing::kGood;
  return std::nullopt;
}

}  // namespace lastgood
