// How objects stand, asked without recorded rules and each object once however many replicas read it: the
// conditions are those of the alerts (rules/groups/conditions.h), so that counts here and alerts there agree.
// Pure.
#pragma once

#include "dashboards/dashboard.h"
#include "rules/groups/conditions.h"

namespace lastgood {

// The readings that count.
inline promql::Readings FreshestReadings() {
  return promql::Newest<promql::kByObject>(promql::Of(catalog::kObjectObserved));
}
inline promql::Readings JudgedReadings() {
  return promql::Unless(FreshestReadings(), promql::Ignoring<Labels{Label::kReason}>(promql::Deliberate()));
}

// One number for each object: 0 good, more the worse it is, less than 0 where there is nothing to judge.
promql::Vector<promql::kByObject> StateOf(const GeneratorSettings& settings);
// The words for these numbers.
std::vector<Mapping> StateWords(const GeneratorSettings& settings);

// 1 for each object at risk, 0 for the others.
promql::Vector<promql::kByObject> AtRisk(const GeneratorSettings& settings);

// In how many objects the condition holds, 0 included; nothing where no object is known.
template <Labels kBy, Labels kLabels>
promql::Vector<kBy> CountOf(const promql::Vector<kLabels>& condition) {
  using namespace promql;
  const auto objects = By<kByObject>("max", And(condition, On<kObjectSeries>(JudgedReadings())));
  return Or(By<kBy>("count", objects), Num(0) * By<kBy>("count", Of(catalog::kObjectObserved)));
}

// The newest reading of a value of each object.
template <Labels kLabels>
promql::Vector<promql::kByObject> Current(const Metric<kLabels>& metric) {
  using namespace promql;
  return By<kByObject>("max", And(Of(metric), On<kObjectSeries>(FreshestReadings())));
}
// Of times that only grow no join is needed: the latest is the newest.
inline promql::Vector<promql::kByObject> Latest(const Metric<catalog::kObject>& metric) {
  return promql::By<promql::kByObject>("max", promql::Of(metric));
}
inline promql::Vector<promql::kByObject> Since(const Metric<catalog::kObject>& metric) {
  return promql::Now() - Latest(metric);
}
inline promql::Vector<promql::kByObject> Until(const Metric<catalog::kObject>& metric) {
  return Latest(metric) - promql::Now();
}

// The largest of them, and the smallest.
template <Labels kLabels>
promql::Vector<kLabels> Top(int count, const promql::Vector<kLabels>& vector) {
  using namespace promql;
  return {MakeNode(Call{"topk", {Num(count).node, vector.node}})};
}

template <Labels kLabels>
promql::Vector<kLabels> Lowest(int count, const promql::Vector<kLabels>& vector) {
  using namespace promql;
  return {MakeNode(Call{"bottomk", {Num(count).node, vector.node}})};
}

}  // namespace lastgood
