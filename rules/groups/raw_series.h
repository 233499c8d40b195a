// What the groups over other exporters' series share. Where lastgood's own collector tells of the same, it is
// the one that pages. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "promql/promql.h"

namespace lastgood {

using FixedLabels = std::vector<std::pair<std::string, std::string>>;

namespace promql {

// on(): any series of `told` is enough.
template <Labels L, Labels R>
Vector<L> UnlessAny(const Vector<L>& raw, const Vector<R>& told) {
  return Unless(raw, On<Labels{}>(told));
}

}  // namespace promql
}  // namespace lastgood
