#include "dashboards/asking.h"

#include <fmt/format.h>

#include <algorithm>

#include "dashboards/parts.h"
#include "rules/groups/groups.h"
#include "rules/groups/rewrite.h"

namespace lastgood {
namespace {

using namespace promql;

// A destination's namespace is that of the backup system, not of what it holds.
bool IsOfADestination(Labels labels) {
  return labels.Contains({Label::kSystem, Label::kNamespace}) && !labels.Contains({Label::kKind});
}

bool Narrows(const Variable& variable, const Selector& selector) {
  if (!selector.labels.Contains({variable.values})) return false;
  return variable.values != Label::kNamespace || !IsOfADestination(selector.labels);
}

bool Chooses(const Dashboard& dashboard, Label label) {
  return std::any_of(dashboard.variables.begin(), dashboard.variables.end(),
                     [&](const Variable& variable) { return variable.values == label; });
}

}  // namespace

Names NamesOf(const Query& query, const GeneratorSettings& settings) {
  Names names = settings.names;
  if (query.of_others) names.namespace_label = Names().namespace_label;
  return names;
}

NodePtr Narrowed(const NodePtr& expr, const std::vector<Variable>& variables) {
  return EachSelector(expr, [&](Selector selector) {
    for (const Variable& variable : variables)
      if (Narrows(variable, selector))
        selector.matchers.push_back({variable.values, "=~", "$" + variable.name});
    return MakeNode(std::move(selector));
  });
}

NodePtr WithRange(const NodePtr& expr, const std::string& range) {
  return EachSelector(expr, [&](Selector selector) {
    if (selector.range == kRateInterval) selector.range = range;
    return MakeNode(std::move(selector));
  });
}

std::string ValuesQuery(const Variable& variable, const GeneratorSettings& settings) {
  return fmt::format("label_values({}, {})", ToLine(*variable.series, settings.names),
                     settings.names.Of(variable.values));
}

std::string AlertsQuery(const Dashboard& dashboard, const GeneratorSettings& settings) {
  const auto firing = Where<Label::kAlertState>(Of(external::kAlerts), "=", "firing");
  auto ours = Where<Label::kAlertName>(firing, "=~", fmt::format("{}", fmt::join(dashboard.alerts, "|")));
  // Also what is of no namespace, such as a bucket.
  if (Chooses(dashboard, Label::kNamespace)) ours = Where<Label::kNamespace>(ours, "=~", "$namespace|");
  return ToLine(*By<Labels{Label::kAlertName, Label::kSeverity}>("count", ours).node, settings.names);
}

}  // namespace lastgood
