// Whether what is kept can be restored.
#include "rules/runbooks/restores.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook NotRestorable() {
  return {alerts::kNotRestorable,
          "Evidence other than the backup tool's own word says that the newest backup does not restore. "
          "`proof` tells which: `listing`, files that a restore needs are not in the store; `content`, they "
          "were read and are damaged. (`ends` only ever speaks for a backup: that it ends as a whole one "
          "does.) An "
          "older backup may be good: find it before retention deletes it.",
          {"Someone, or a lifecycle rule, deleted objects under the backup tool. The upload was cut off and "
           "reported as done. The disk under the store lost data."},
          {Check(),
           {"The store itself: what is there, and when it was written",
            "mc ls --recursive --summarize <alias>/<bucket-name> | tail -50"}},
          {{"Stop everything that deletes: retention jobs, lifecycle rules, `restic forget`", ""},
           {"Take a new full backup now, and see whether that one is proven", ""},
           {"Versioned bucket: deleted objects may still be there",
            "mc ls --versions --recursive <alias>/<bucket-name>"}},
          {"A new proven backup is on its way, and you know how long it takes.", "12h"}};
}

Runbook TestFailed() {
  return {alerts::kRestoreTestFailed,
          "The newest restore drill of this failed. Either the backup does not restore, or the drill is "
          "broken: until you know, assume the first.",
          {"The backup or its WAL is not complete; keys to the store expired.",
           "The drill itself: no room for the restored volume, no quota, a changed image, an old clean-up "
           "that left its cluster behind."},
          {Check(),
           {"The drill's runs, and what the last one said",
            "kubectl -n <namespace> get jobs,pods --sort-by=.metadata.creationTimestamp | grep <drill>\n"
            "kubectl -n <namespace> logs job/<drill-job> --all-containers"},
           {"Why its pods or volumes did not start",
            "kubectl -n <namespace> get events --sort-by=.lastTimestamp | tail -40"}},
          {{"The drill is broken: fix it and run it now, do not wait for the schedule",
            "kubectl -n <namespace> create job <drill>-now --from=cronjob/<drill>"},
           {"The backup is broken: go on with [NotRestorable](NotRestorable.md), and take a new one",
            "kubectl cnpg backup <name> -n <namespace> --method=plugin "
            "--plugin-name=barman-cloud.cloudnative-pg.io"}},
          {"You have restored by hand meanwhile and it worked, or the drill is being rebuilt.", "1d"}};
}

Runbook TestStale() {
  return {alerts::kRestoreTestStale,
          "No restore drill of this has succeeded in time. The backups may be fine; nobody knows.",
          {"The drill's CronJob is suspended, was deleted, or cannot be scheduled.",
           "Drills run and fail: then [RestoreTestFailed](RestoreTestFailed.md) fires as well.",
           "Drills succeed, but restore the same old backup each time: newer ones stay untested, or the data "
           "restored is too old.",
           "Its Jobs end well without restoring anything: its ConfigMap records no test."},
          {Check(),
           {"The drill, suspended or not, and when it last succeeded",
            "kubectl -n <namespace> get cronjob <drill> -o "
            "custom-columns=NAME:.metadata.name,CRON:.spec.schedule,SUSPEND:.spec.suspend,LAST:.status."
            "lastScheduleTime,GOOD:.status.lastSuccessfulTime"}},
          {{"Run it now", "kubectl -n <namespace> create job <drill>-now --from=cronjob/<drill>"},
           {"It replays an old backup: make it restore the newest one, the last of these that is completed",
            "kubectl -n <namespace> get backups.postgresql.cnpg.io --sort-by=.metadata.creationTimestamp"},
           {"It was suspended",
            "kubectl -n <namespace> patch cronjob <drill> -p '{\"spec\":{\"suspend\":false}}'"}},
          {"Drills are off for announced work.", "7d"}};
}

}  // namespace

std::vector<Runbook> OfRestores() { return {NotRestorable(), TestFailed(), TestStale()}; }

}  // namespace lastgood::runbooks
