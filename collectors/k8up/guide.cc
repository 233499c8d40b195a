#include "collectors/k8up/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> K8upCauses() {
  return {
      {alerts::kBackupFailed,
       "`Completed` with the reason `Failed`: restic left with an error (a locked repository, keys, a full "
       "backend). Or a PreBackupPod did not become ready, and nothing was tried."},
      {alerts::kBackupStale,
       "The operator is down, or the Job waits: checks and prunes have the repository to themselves, and a "
       "pod cannot mount a ReadWriteOnce claim that is in use on another node."},
      {alerts::kBackupNeverSucceeded,
       "The backend, or the Secret of `repoPasswordSecretRef`, is wrong from the start."},
      {alerts::kBackupStuck,
       "The Job's pod is pending (no room, a ReadWriteOnce claim on another node), or restic waits for a "
       "lock."},
      {alerts::kUnprotected,
       "`impossible`: the operator does not run the Schedule (condition `Ready`), or its expression does not "
       "parse."},
      {alerts::kScheduleInvalid,
       "Five fields, or `@daily-random` and its like; the condition `Ready` says what the operator did not "
       "understand."},
      {alerts::kNotCovered,
       "The claim is annotated `k8up.io/backup: \"false\"`, has no such annotation while the operator runs "
       "with "
       "`BACKUP_SKIP_WITHOUT_ANNOTATION`, is not selected by `spec.backup.labelSelectors`, is ReadWriteOnce "
       "and "
       "mounted by no pod, or its namespace has no Schedule."},
  };
}

std::vector<SourceGuide::Step> K8upLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupStuck,
        alerts::kUnprotected, alerts::kScheduleInvalid},
       "the Schedule and the Backups of its namespace, the newest last",
       "kubectl -n <namespace> get schedules.k8up.io,backups.k8up.io --sort-by=.metadata.creationTimestamp"},
      {{alerts::kBackupFailed, alerts::kBackupNeverSucceeded, alerts::kBackupStuck},
       "what the operator and restic say of one",
       "kubectl -n <namespace> describe backups.k8up.io <backup>\nkubectl -n <namespace> logs -l "
       "k8up.io/owned-by=backup_<backup> --tail=50"},
  };
}

std::vector<SourceGuide::Step> K8upFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded},
       "back up now, with what the Schedule says",
       "kubectl -n <namespace> get schedules.k8up.io <name> -o json | jq '{apiVersion, kind: \"Backup\", "
       "metadata: {name: (.metadata.name + \"-now\"), namespace: .metadata.namespace}, spec: ({backend: "
       ".spec.backend} + (.spec.backup | del(.schedule, .concurrentRunsAllowed)))}' | kubectl create -f -"},
      {{alerts::kNotCovered},
       "let the namespace's Schedule take the claim",
       "kubectl -n <namespace> annotate pvc <name> k8up.io/backup=true --overwrite"},
  };
}

std::vector<KnownElsewhere> K8upElsewhere() {
  return {
      {"K8upResticErrors, K8upBackupNotRunning, K8upBackupFailed",
       "the k8up chart",
       {alerts::kBackupFailed, alerts::kBackupStale},
       "From the Backup objects: `k8up_backup_restic_last_errors` comes from a Pushgateway, which keeps the "
       "last value for ever, and the absence of runs is judged by the Schedule's own cron."},
  };
}

}  // namespace

std::vector<SourceGuide> K8upGuides() {
  return {
      {.system = systems::kK8up,
       .causes = K8upCauses(),
       .look = K8upLook(),
       .fix = K8upFix(),
       .elsewhere = K8upElsewhere(),
       .config_row = "| `collectors.k8up` | [k8up's Schedules and Backups](../collectors/k8up/README.md); "
                     "with `interval` (60s) and `timeout` (5m) |",
       .coverage_row =
           "| k8up | the claims whose data the Snapshots since a Schedule's newest good Backup hold; before "
           "the first, what it selects by labels and annotations |"},
  };
}

}  // namespace lastgood
