#include "collectors/workloads/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> WorkloadsCauses() {
  return {
      {alerts::kNotCovered,
       "An operator or a StatefulSet made the claim, without the labels that the backup policy selects by."},
      {alerts::kTooFewCopies,
       "`lastgood.dev/ignore` on one mechanism's object takes its copy out of the count."},
  };
}

std::vector<SourceGuide::Step> WorkloadsLook() {
  return {
      {{alerts::kNotCovered},
       "its labels, its storage class, and when it was made",
       "kubectl -n <namespace> get pvc <name> --show-labels"},
  };
}

std::vector<SourceGuide::Step> WorkloadsFix() { return {}; }

std::vector<KnownElsewhere> WorkloadsElsewhere() {
  return {
      {"rules on velero-pvc-watcher's series",
       "velero-pvc-watcher's users",
       {alerts::kNotCovered},
       "The watcher asks whether a pod is annotated; NotCovered asks whether any system's newest good backup "
       "holds the claim."},
  };
}

}  // namespace

std::vector<SourceGuide> WorkloadsGuides() {
  return {
      {.system = systems::kKubernetes,
       .causes = WorkloadsCauses(),
       .look = WorkloadsLook(),
       .fix = WorkloadsFix(),
       .elsewhere = WorkloadsElsewhere(),
       .config_row =
           "| `collectors.workloads` | [claims, stateful sets and "
           "namespaces](../collectors/workloads/README.md); with `interval` (60s) and `timeout` (5m) |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
