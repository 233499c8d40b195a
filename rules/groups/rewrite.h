// The same expression over other series: what dashboards make of the expressions of rules. Pure.
#pragma once

#include <functional>

#include "rules/rule.h"

namespace lastgood::promql {

// Each selector replaced by what `replace` makes of it.
NodePtr EachSelector(const NodePtr& node, const std::function<NodePtr(const Selector&)>& replace);

// The labels that the outermost aggregation leaves.
Labels GroupingOf(const Node& node);

}  // namespace lastgood::promql
