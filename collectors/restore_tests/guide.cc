#include "collectors/restore_tests/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> DrillCauses() {
  return {
      {alerts::kRestoreTestFailed,
       "The newest Job has the condition `Failed`, or the ConfigMap records a result that says so."},
      {alerts::kRestoreTestStale,
       "The ConfigMap still names an older Backup than the newest: the drill ran before that one existed, or "
       "skips it."},
  };
}

std::vector<SourceGuide::Step> DrillLook() {
  return {
      {{alerts::kRestoreTestFailed, alerts::kRestoreTestStale},
       "what the drill recorded",
       "kubectl -n <namespace> get configmap <drill>-state -o yaml"},
  };
}

std::vector<SourceGuide::Step> DrillFix() { return {}; }

std::vector<KnownElsewhere> DrillElsewhere() {
  return {
      {"CNPGRestoreTestFailed, CNPGRestoreTestStale, CNPGRestoreDrillStale",
       "cluster repositories",
       {alerts::kCNPGRestoreTestFailed, alerts::kCNPGRestoreTestStale, alerts::kRestoreTestFailed,
        alerts::kRestoreTestStale},
       "The same names on kube-state-metrics' series; with `restore_tests` in lastgood.yaml the RestoreTest "
       "alerts take over, which also know how old the restored data was."},
  };
}

}  // namespace

std::vector<SourceGuide> RestoreTestsGuides() {
  return {
      {.system = systems::kRestoreTest,
       .causes = DrillCauses(),
       .look = DrillLook(),
       .fix = DrillFix(),
       .elsewhere = DrillElsewhere(),
       .config_row = "| `restore_tests.<name>` | [a restore drill](../collectors/restore_tests/README.md) "
                     "that a CronJob runs; `cnpg-restore-test` is found without |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
