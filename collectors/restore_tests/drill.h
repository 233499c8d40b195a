// One drill: what its CronJob, its Jobs and its ConfigMap say together. Pure.
#pragma once

#include "collectors/restore_tests/rows.h"
#include "model/names.h"

namespace lastgood::restore_tests {

inline ObjectKey KeyOf(const CronJobRow& cronjob) {
  return {systems::kRestoreTest, cronjob.namespace_, kinds::kCronJob, cronjob.name};
}

// The ConfigMap that the plan names, beside the CronJob; null without one.
const RecordRow* RecordOf(const DrillTables& tables, const Plan& plan, const CronJobRow& cronjob);

// Where the plan names a ConfigMap, only what it records was restored: such a drill's Jobs also end well when
// they found nothing to do.
RestoreTestFacts MakeDrill(const DrillTables& tables, const Plan& plan, const CronJobRow& cronjob, Time now);

}  // namespace lastgood::restore_tests
