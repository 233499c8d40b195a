// The samples of coverage and of the declared components.
#include "catalog/expose_coverage.h"

#include "base/time.h"
#include "catalog/expose_object.h"

namespace lastgood {
namespace {

using namespace catalog;

// What is left out on purpose, what its object's own series tell, and what lastgood cannot tell has no 0:
// each 0 without a 1 beside it is data that nobody protects.
bool MayBeZero(const CoveredWorkload& workload) {
  return workload.Covered() || (!workload.deliberate && !workload.told && workload.unknown.empty());
}

void ExposeWorkload(Samples& samples, const CoveredWorkload& workload) {
  const ObjectKey& key = workload.key;
  const auto labels =
      Written<Label::kNamespace, Label::kKind, Label::kName>(key.namespace_, key.kind, key.name);
  for (const Layer& layer : workload.layers)
    if (layer.covers || MayBeZero(workload))
      samples.Add<kCovered>(And<Label::kBy>(labels, layer.by), layer.covers);
  if (workload.layers.empty() && MayBeZero(workload))
    samples.Add<kCovered>(And<Label::kBy>(labels, "none"), 0);
  if (workload.part_of || workload.deliberate || !workload.Covered()) return;
  if (workload.copies) samples.Add<kCopies>(labels, *workload.copies);
  if (workload.copies_apart) samples.Add<kCopiesApart>(labels, *workload.copies_apart);
  if (workload.copies_objective) samples.Add<kCopiesObjective>(labels, *workload.copies_objective);
  if (workload.copies_apart_objective)
    samples.Add<kCopiesApartObjective>(labels, *workload.copies_apart_objective);
}

void ExposeComponent(Samples& samples, const ComponentState& component) {
  const auto labels = Written<Label::kComponent>(component.name);
  if (component.is_protected)
    samples.Add<kComponentProtected>(And<Label::kReason>(labels, component.reason), *component.is_protected);
  const Restorability& what = component.what;
  if (what.observed) samples.Add<kComponentObserved>(labels, ToSeconds(*what.observed));
  if (what.recovery_point) samples.Add<kComponentRecoveryPoint>(labels, ToSeconds(*what.recovery_point));
  if (what.objective)
    samples.Add<kComponentObjective>(labels, static_cast<double>(what.objective->count()) / 1000);
  if (what.restore_duration)
    samples.Add<kComponentRestoreDuration>(labels,
                                           static_cast<double>(what.restore_duration->count()) / 1000);
}

}  // namespace

Samples Expose(const Coverage& coverage) {
  Samples samples;
  for (const CoveredWorkload& workload : coverage.workloads) ExposeWorkload(samples, workload);
  for (const ComponentState& component : coverage.components) ExposeComponent(samples, component);
  for (const Endangered& object : coverage.endangered)
    samples.Add<kObjectStoreRisks>(ObjectLabelsOf(object.key), static_cast<double>(object.risks));
  for (const KnownObjectPoint& point : coverage.known)
    samples.Add<kRecoveryEvidence>(And<Label::kEvidence>(ObjectLabelsOf(point.key), ToString(point.known.by)),
                                   1);
  samples.Trim();
  return samples;
}

}  // namespace lastgood
