#include "collectors/velero/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> VeleroCauses() {
  return {
      {alerts::kBackupFailed,
       "`PartiallyFailed`: a volume or a hook; `FailedValidation`: the storage location or the schedule's "
       "template is wrong, and nothing was tried."},
      {alerts::kBackupStale,
       "The schedule is paused, or a backup of it in `New` or `InProgress` makes Velero skip runs without a "
       "word."},
      {alerts::kBackupNeverSucceeded,
       "The storage location is unavailable, or the schedule fails validation."},
      {alerts::kBackupStuck,
       "The server or node-agent restarted during the upload; a hook hangs; the data mover cannot be "
       "scheduled."},
      {alerts::kBackupShrunk, "Volumes were skipped: look for warnings."},
      {alerts::kScheduleInvalid, "The schedule is in phase `FailedValidation`."},
      {alerts::kRetentionTooShort,
       "`spec.template.ttl` counts from a backup's start, and Velero deletes the newest one, too "
       "(velero#9061)."},
      {alerts::kRepositoryNotMaintained,
       "\"maintenance must be run by designated user\": the repository was made by another installation. Or "
       "the "
       "maintenance Job is killed for want of memory."},
      {alerts::kRecoveryWindowShort, "Backups were made with a shorter TTL than the schedule has now."},
      {alerts::kDestinationUnavailable, "The BackupStorageLocation is `Unavailable`: its message says why."},
      {alerts::kNotCovered,
       "A Schedule takes the namespace, but its backups hold no data of the volume: no CSI snapshot class, "
       "no node agent, file system backup is opt-in. Velero still says Completed."},
  };
}

std::vector<SourceGuide::Step> VeleroLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kNotCovered},
       "the schedule's backups, then why one failed",
       "velero backup get --selector velero.io/schedule-name=<name>\nvelero backup describe <backup> "
       "--details\nvelero backup logs <backup> | grep -E 'level=(error|warning)'"},
      {{alerts::kBackupStale, alerts::kScheduleSuspended},
       "the schedules, paused or not",
       "velero schedule get"},
      {{alerts::kBackupNeverSucceeded, alerts::kDestinationUnavailable, alerts::kVeleroBackupFailed,
        alerts::kVeleroNoRecentBackup},
       "whether its storage can be reached",
       "velero backup-location get"},
      {{alerts::kBackupStuck},
       "uploads and their progress (second command: with CSI data movement)",
       "kubectl -n velero get podvolumebackups.velero.io -l velero.io/backup-name=<backup>\nkubectl -n "
       "velero get datauploads.velero.io -l velero.io/backup-name=<backup>"},
      {{alerts::kBackupShrunk},
       "what the backup holds, and its warnings",
       "velero backup describe <backup> --details"},
      {{alerts::kScheduleInvalid}, "the expression and the complaint", "velero schedule describe <name>"},
      {{alerts::kRepositoryNotMaintained},
       "what the newest tries said",
       "kubectl -n velero get backuprepositories.velero.io -o yaml | grep -A8 recentMaintenance"},
      {{alerts::kRetentionTooShort},
       "when each backup expires",
       "velero backup get --selector velero.io/schedule-name=<name>"},
      {{alerts::kDestinationUnavailable},
       "why",
       "kubectl -n <namespace> get backupstoragelocations.velero.io <name> -o "
       "jsonpath='{.status.message}{\"\\n\"}'"},
  };
}

std::vector<SourceGuide::Step> VeleroFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded},
       "back up now, with the schedule's template",
       "velero backup create --from-schedule <name>"},
      {{alerts::kBackupStuck},
       "restart the server; as it starts it marks what was in progress as failed",
       "kubectl -n velero rollout restart deployment/velero"},
      {{alerts::kScheduleSuspended}, "resume", "velero schedule unpause <schedule>"},
      {{alerts::kScheduleInvalid},
       "correct it in the object",
       "kubectl -n <namespace> edit schedules.velero.io <name>"},
      {{alerts::kDestinationUnavailable},
       "correct the Secret, then let it look again",
       "kubectl -n velero rollout restart deployment/velero"},
  };
}

std::vector<KnownElsewhere> VeleroElsewhere() {
  return {
      {"VeleroBackupFailures, VeleroBackupPartialFailures",
       "examples in Velero's issues and in charts' values",
       {alerts::kVeleroBackupFailed, alerts::kBackupFailed},
       "Ratios of counters since the server started take days to show a failure and days to forget it. "
       "VeleroBackupFailed counts the last hour, and takes failed, partial and invalid as one condition: the "
       "backup cannot be relied on."},
      {"VeleroUnsuccessfulBackup, VeleroBackupFailed, VeleroBackupFailing",
       "mixins, the Velero chart's examples",
       {alerts::kVeleroBackupFailed, alerts::kBackupFailed},
       "`velero_backup_last_status` is set back to 1 every minute, so a rule on it with a `for` of minutes "
       "never fires. "
       "The counters stay."},
      {"VeleroNoNewBackup, VeleroBackupStale, VeleroBackupMissing, VeleroBackupTooOld, VeleroNoRecentBackup",
       "the Velero chart's examples, cluster repositories",
       {alerts::kVeleroNoRecentBackup, alerts::kBackupStale},
       "The same name with one age for all schedules; BackupStale takes the schedule's own cron."},
      {"VeleroBackupStorageLocationUnavailable, OadpBackupStorageLocationUnavailable",
       "cluster repositories",
       {alerts::kDestinationUnavailable},
       "One name for every system's destinations, from the objects. Most rules in use name metrics that do "
       "not exist (`velero_backup_storage_location_available`)."},
  };
}

}  // namespace

std::vector<SourceGuide> VeleroGuides() {
  return {{.system = systems::kVelero,
           .causes = VeleroCauses(),
           .look = VeleroLook(),
           .fix = VeleroFix(),
           .elsewhere = VeleroElsewhere(),
           .config_row =
               "| `collectors.velero` | [Velero's Schedules, Backups, locations and "
               "repositories](../collectors/velero/README.md); with `interval` (60s) and `timeout` (5m) |",
           .coverage_row =
               "| Velero | the claims whose data the newest good backup of a Schedule holds: its "
               "PodVolumeBackups and DataUploads. Where the storage made snapshots, Velero keeps only their "
               "number: when that is below the claims that the Schedule selects, nobody can tell which they "
               "are; nor when the uploads were not read. A backup that is `Completed` without any volume "
               "covers nothing; a claim that is younger than the backup waits for its first run |"}};
}

}  // namespace lastgood
