// What nothing covers, and the components that the config declares.
#include "rules/groups/coverage.h"

#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/conditions.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

constexpr Labels kByComponent{Label::kCluster, Label::kComponent};

// Readings of the process that listed the workloads last: a frozen replica neither alerts nor hides.
template <Labels kLabels>
Vector<kLabels> Counting(const Vector<kLabels>& readings) {
  const auto freshest = Where<Label::kCollector>(FreshestCollector(), "=", systems::kWorkloads);
  return And(readings, On<kTargetLabels>(freshest));
}

std::string WorkloadPhrase(const GeneratorSettings& settings) {
  return "{{ $labels.kind }} " + LabelPhrase(settings, Label::kNamespace) + "/{{ $labels.name }}";
}

Alert NotCovered(const GeneratorSettings& settings) {
  const auto claims = Where<Label::kKind>(Of(kCovered), "=", std::string(kinds::kClaim));
  return Alerting(alerts::kNotCovered, Severity::kWarning, By<kByWorkload>("max", Counting(claims)) == Num(0),
                  minutes(60),
                  {"Data in the cluster that no backup system holds.",
                   WorkloadPhrase(settings) + " is covered by no backup system."},
                  {{"system", systems::kKubernetes}});
}

Alert TooFewCopies(const GeneratorSettings& settings) {
  const auto few = Or(Of(kCopies) < Of(kCopiesObjective), Of(kCopiesApart) < Of(kCopiesApartObjective));
  return Alerting(alerts::kTooFewCopies, Severity::kWarning, By<kByWorkload>("max", Counting(few)) > Num(-1),
                  minutes(60),
                  {"Fewer copies exist than are wanted, or too few of them in another place than the data.",
                   WorkloadPhrase(settings) + " has too few copies, or too few that are apart from it."},
                  {{"system", systems::kKubernetes}});
}

Alert ComponentUnprotected() {
  return Alerting(
      alerts::kComponentUnprotected, Severity::kCritical,
      By<kByComponent>("max", Of(kComponentProtected)) == Num(0), minutes(60),
      {"A declared component of the service is missing its backups.",
       "Component {{ $labels.component }} is not protected: what it needs is missing or at risk."},
      {{"system", "component"}});
}

Alert ComponentStale() {
  const auto objective = Of(kComponentObjective);
  const auto too_old = Of(kComponentRecoveryPoint) < Of(kComponentObserved) - objective;
  const auto newest =
      Of(kComponentObserved) == ManyOn<kByComponent>(By<kByComponent>("max", Of(kComponentObserved)));
  const auto late = And((Now() - too_old) - objective, newest);
  return Alerting(alerts::kComponentStale, Severity::kWarning, By<kByComponent>("max", late) > Num(0),
                  minutes(5),
                  {"A component's newest recovery point is older than its objective allows.",
                   "Component {{ $labels.component }} has a recovery point that is {{ $value | "
                   "humanizeDuration }} older than allowed."},
                  {{"system", "component"}});
}

}  // namespace

// Whoever annotates a workload with the age that its recovery point may have declares a component too.
RuleGroup CoverageGroup(const GeneratorSettings& settings) {
  RuleGroup group{"lastgood-coverage.rules", "What nothing covers, and what the service is made of.", {}};
  if (settings.Has(systems::kWorkloads)) group.rules = {NotCovered(settings), TooFewCopies(settings)};
  group.rules.push_back(ComponentUnprotected());
  group.rules.push_back(ComponentStale());
  return group;
}

}  // namespace lastgood
