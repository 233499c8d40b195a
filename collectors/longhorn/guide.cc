#include "collectors/longhorn/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> LonghornCauses() {
  return {
      {alerts::kBackupFailed,
       "The backup target went away during the upload; the snapshot failed; the backup waited for 24 hours. "
       "Longhorn deletes the failed object after a day; lastgood remembers it."},
      {alerts::kBackupStale,
       "The target is unavailable: then there is no failed backup to see, and the job still ends as "
       "complete. Or the volume is detached, or one hanging run of the CronJob holds up the next."},
      {alerts::kBackupNeverSucceeded,
       "No backup target is set, or its Secret is wrong; the volume has been detached since it was made."},
      {alerts::kBackupStuck,
       "`Pending` waits for the target or for the snapshot (24 hours, then it fails); `InProgress` without "
       "progress: slow or lost connection."},
      {alerts::kBackupShrunk,
       "The file system was trimmed, or the volume was recreated and is nearly empty."},
      {alerts::kScheduleInvalid,
       "Five fields; the cron of the RecurringJob does not parse, so its CronJob is not made."},
      {alerts::kUnprotected,
       "`dead_label`: its labels name jobs or groups that do not exist, which also takes it out of the group "
       "`default`. `detached`: Longhorn skips detached volumes. `faulted`: every replica is lost; see "
       "[LonghornVolumeFaulted](LonghornVolumeFaulted.md)."},
      {alerts::kNotRestorable, "Blocks of the backup are gone from the target; Longhorn does not look."},
      {alerts::kRestoreTestStale,
       "A disaster recovery volume (kind `Standby`) restores each new backup of its source; one has waited "
       "for a day. Its restore fails, or Longhorn does not see the target."},
      {alerts::kDestinationUnavailable,
       "The Secret of the target lacks a key, or polling is slow: `lastSyncedAt` stops moving."},
      {alerts::kNotCovered, "The volume is not Longhorn's, so no RecurringJob can reach it."},
  };
}

std::vector<SourceGuide::Step> LonghornLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupStuck,
        alerts::kBackupShrunk, alerts::kUnprotected, alerts::kNotRestorable},
       "the claim's volume, `<volume>` below (kind Volume: its name is the alert's)",
       "kubectl -n <namespace> get pvc <name> -o jsonpath='{.spec.volumeName}{\"\\n\"}'"},
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupStuck,
        alerts::kBackupShrunk, alerts::kNotRestorable},
       "its backups with state and error; failed ones vanish after a day",
       "kubectl -n longhorn-system get backups.longhorn.io -l backup-volume=<volume> -o "
       "custom-columns=NAME:.metadata.name,STATE:.status.state,PROGRESS:.status.progress,SNAPSHOT:.status."
       "snapshotCreatedAt,ERROR:.status.error"},
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded,
        alerts::kDestinationUnavailable, alerts::kLonghornBackupFailed},
       "the backup targets, and why one is unavailable",
       "kubectl -n longhorn-system get backuptargets.longhorn.io -o "
       "custom-columns=NAME:.metadata.name,URL:.spec.backupTargetURL,AVAILABLE:.status.available,SYNCED:."
       "status.lastSyncedAt,WHY:.status.conditions[*].message"},
      {{alerts::kBackupStale},
       "the jobs, and the CronJobs that drive them",
       "kubectl -n longhorn-system get recurringjobs.longhorn.io,cronjobs,jobs"},
      {{alerts::kBackupStuck},
       "what the managers say",
       "kubectl -n longhorn-system logs -l app=longhorn-manager --prefix --since=1h --tail=-1 | grep -i "
       "backup"},
      {{alerts::kScheduleInvalid},
       "the expression",
       "kubectl -n <namespace> get recurringjobs.longhorn.io <name> -o jsonpath='{.spec.cron}{\"\\n\"}'"},
      {{alerts::kUnprotected},
       "the labels of volume and claim, and the jobs that exist",
       "kubectl -n longhorn-system get volumes.longhorn.io <volume> --show-labels\nkubectl -n <namespace> "
       "get pvc <name> --show-labels\nkubectl -n longhorn-system get recurringjobs.longhorn.io"},
      {{alerts::kRestoreTestStale},
       "what a standby holds, and what it is to restore",
       "kubectl -n longhorn-system get engines.longhorn.io -o "
       "custom-columns=VOLUME:.spec.volumeName,WANTED:.spec.requestedBackupRestore,HELD:.status."
       "lastRestoredBackup"},
  };
}

std::vector<SourceGuide::Step> LonghornFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded,
        alerts::kLonghornBackupFailed},
       "back up now. In its UI: Volume, the volume, Create Backup; or run the job for all its volumes",
       "kubectl -n longhorn-system create job <recurring-job>-now --from=cronjob/<recurring-job>"},
      {{alerts::kBackupStuck},
       "delete the backup that hangs; the next run starts anew",
       "kubectl -n longhorn-system delete backups.longhorn.io <backup>"},
      {{alerts::kScheduleInvalid},
       "two o'clock every night is `0 2 * * *`",
       "kubectl -n <namespace> patch recurringjobs.longhorn.io <name> --type merge -p "
       "'{\"spec\":{\"cron\":\"0 2 * * *\"}}'"},
      {{alerts::kUnprotected},
       "put the volume into the group of a backup job",
       "kubectl -n longhorn-system label volumes.longhorn.io <volume> "
       "recurring-job-group.longhorn.io/<group>=enabled"},
      {{alerts::kUnprotected},
       "`dead_label`: take the label off that names nothing",
       "kubectl -n longhorn-system label volumes.longhorn.io <volume> "
       "recurring-job.longhorn.io/<recurring-job>-"},
      {{alerts::kUnprotected},
       "`detached`: let Longhorn attach volumes for backups",
       "kubectl -n longhorn-system patch settings.longhorn.io allow-recurring-job-while-volume-detached "
       "--type merge -p '{\"value\":\"true\"}'"},
      {{alerts::kNotRestorable},
       "an incremental backup does not replace damaged blocks. In its UI: Volume, the volume, Create Backup, "
       "Full Backup (1.7 and later)",
       ""},
      {{alerts::kDestinationUnavailable},
       "correct the Secret that the target names (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINTS, "
       "AWS_CERT)",
       "kubectl -n <namespace> get backuptargets.longhorn.io <name> -o "
       "jsonpath='{.spec.credentialSecret}{\"\\n\"}'\nkubectl -n <namespace> edit secret <secret>"},
  };
}

std::vector<KnownElsewhere> LonghornElsewhere() {
  return {
      {"LonghornBackupFailed",
       "cluster repositories",
       {alerts::kLonghornBackupFailed, alerts::kBackupFailed},
       "The same name. Most rules in use read `longhorn_backup_state == 3`, which is Completed, or a label "
       "`state` that the metric does not have; Error is 4. Longhorn deletes the failed backup after a day "
       "and the alert ends: BackupFailed remembers."},
      {"LonghornBackupTooOld, LonghornNoRecentBackup, LonghornBackupsStalled",
       "cluster repositories",
       {alerts::kBackupStale},
       "There is no rule on `longhorn_volume_last_backup_at`: it cannot say how old is too old for this "
       "volume, nor which volumes need none."},
      {"LonghornBackupTargetUnavailable",
       "cluster repositories",
       {alerts::kDestinationUnavailable},
       "Longhorn has no such metric; the BackupTarget object tells."},
      {"LonghornVolumeFaulted, LonghornVolumeStatusCritical",
       "Longhorn's examples, cluster repositories",
       {alerts::kLonghornVolumeFaulted, alerts::kUnprotected},
       "The same; where lastgood reads Longhorn, Unprotected with reason `faulted`."},
      {"LonghornVolumeStatusWarning, LonghornNodeStorageWarning, LonghornDiskStorageWarning and their like",
       "Longhorn's examples",
       {},
       "Running volumes and space on nodes, not backups: keep them."},
  };
}

}  // namespace

std::vector<SourceGuide> LonghornGuides() {
  return {
      {.system = systems::kLonghorn,
       .causes = LonghornCauses(),
       .look = LonghornLook(),
       .fix = LonghornFix(),
       .elsewhere = LonghornElsewhere(),
       .config_row = "| `collectors.longhorn` | [Longhorn's volumes, jobs, backups and "
                     "targets](../collectors/longhorn/README.md); with `interval` (60s) and `timeout` (5m) |",
       .coverage_row =
           "| Longhorn | the claim of each volume that a backup job serves; snapshots alone do not count |"}};
}

}  // namespace lastgood
