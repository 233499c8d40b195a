// How objects stand, as the rules record it (rules/groups/states.h): so dashboards, alerts, the page and
// `check` say the same. Pure.
#pragma once

#include "dashboards/dashboard.h"
#include "rules/groups/conditions.h"
#include "rules/groups/records.h"

namespace lastgood {

// The rank of each object's state: 0 good, more the worse it is.
promql::Vector<promql::kByObject> StateOf();
// The words for these numbers.
std::vector<Mapping> StateWords();

// Of what is recorded, how much there is for each kBy; 0 where there is none, nothing where no object is
// known.
template <Labels kBy, Labels kLabels>
promql::Vector<kBy> CountOf(const promql::Vector<kLabels>& things) {
  using namespace promql;
  return Or(By<kBy>("count", things), Num(0) * By<kBy>("count", ObjectStates()));
}

// In how many objects one of these conditions holds ("BackupStale|BackupNeverSucceeded").
template <Labels kBy>
promql::Vector<kBy> CountOfCondition(const std::string& names) {
  return CountOf<kBy>(promql::By<promql::kByObject>("group", promql::Conditions(names)));
}
// How many objects are at these levels ("warning|critical").
template <Labels kBy>
promql::Vector<kBy> CountOfLevel(const std::string& levels) {
  using namespace promql;
  return CountOf<kBy>(WhereOneOf<Label::kLevel>(ObjectStates(), levels));
}
inline const std::string kRiskLevels = "warning|critical";

// The newest reading of a value of each object.
template <Labels kLabels>
promql::Vector<promql::kByObject> Current(const Metric<kLabels>& metric) {
  using namespace promql;
  return By<kByObject>("max", And(Of(metric), On<kObjectSeries>(Freshest())));
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
