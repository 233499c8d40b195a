// What the groups over other exporters' series share. Where lastgood's own collector tells of the same, it is
// the one that pages; but only for its own cluster, since one Prometheus may hold several. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "promql/promql.h"
#include "rules/settings.h"

namespace lastgood {

namespace promql {

// Any series of `told` from the same cluster is enough.
template <Labels L, Labels R>
Vector<L> UnlessAny(const Vector<L>& raw, const Vector<R>& told) {
  return Unless(raw, On<Labels{Label::kCluster}>(told));
}

// Without the reasons that the user leaves out.
template <Labels L>
Vector<L> WorthTelling(const GeneratorSettings& settings, const Vector<L>& discarded) {
  std::string reasons;
  for (const std::string& reason : settings.discard_reasons_ignored)
    reasons += (reasons.empty() ? "" : "|") + EscapeForRegex(reason);
  return reasons.empty() ? discarded : Where<Label::kReason>(discarded, "!~", reasons);
}

}  // namespace promql
}  // namespace lastgood
