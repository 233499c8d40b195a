// Names of alerts elsewhere, as they are found in charts, mixins and the repositories of those who run
// clusters.
#include "rules/runbooks/alert_names.h"

#include "rules/runbooks/alert_document.h"

namespace lastgood {
namespace {

std::vector<KnownElsewhere> OfPostgres() {
  return {
      {"CNPGNoRecentBackup",
       "cluster repositories",
       {alerts::kCNPGNoRecentBackup, alerts::kBackupStale, alerts::kBackupNeverSucceeded},
       "The same name where only the operator's metrics are known. A cluster that lastgood sees is judged by "
       "its own schedule, which fits every system: BackupStale, and BackupNeverSucceeded when there was "
       "none."},
      {"CNPGWALArchivingFailed, CNPGWALArchiveFailing, CNPGArchivingStalled, WALArchiveStalled",
       "cluster repositories",
       {alerts::kCNPGWALArchivingFailed, alerts::kWALArchivingFailed},
       "The same name for the series of the archiver; only with segments that wait, since an idle database "
       "archives nothing and an age alone would page. WALArchivingFailed is the Cluster's own condition."},
      {"CNPGBackupFailed, PostgresBackupFailed, PgBackupFailed",
       "cluster repositories",
       {alerts::kBackupFailed},
       "Rules on `cnpg_collector_last_failed_backup_timestamp` go on firing after a move to the Barman "
       "plugin, and counters like `cnpg_backup_failed_total` do not exist. BackupFailed reads the Backup "
       "objects."},
      {"CNPGBackupStale, PostgresBackupStale, PGBackupTooOld, PgBackupStale",
       "cluster repositories",
       {alerts::kBackupStale},
       "A fixed age is wrong for every schedule but one; BackupStale compares with the object's own "
       "deadline."},
      {"CNPGBackupMetricsMissing",
       "cluster repositories",
       {alerts::kCollectorFailing, alerts::kCNPGNoRecentBackup},
       "lastgood reads objects, not the instances' metrics: when it cannot, the collector says so."},
      {"CNPGDisasterRecoveryMetricsMissing, CNPGDisasterRecoveryNotInRecovery, "
       "CNPGDisasterRecoveryWALReceiverDown, CNPGDisasterRecoveryReplayLagHigh",
       "cluster repositories",
       {alerts::kCNPGDisasterRecoveryMetricsMissing, alerts::kCNPGDisasterRecoveryNotInRecovery,
        alerts::kCNPGDisasterRecoveryWALReceiverDown, alerts::kCNPGDisasterRecoveryReplayLagHigh},
       "The same names and meaning. They come from the instances' metrics, because no object tells a "
       "standby's state."},
      {"CNPGRestoreTestFailed, CNPGRestoreTestStale, CNPGRestoreDrillStale",
       "cluster repositories",
       {alerts::kCNPGRestoreTestFailed, alerts::kCNPGRestoreTestStale, alerts::kRestoreTestFailed,
        alerts::kRestoreTestStale},
       "The same names on kube-state-metrics' series; with `restore_tests` in lastgood.yaml the RestoreTest "
       "alerts take over, which also know how old the restored data was."},
      {"CNPGOperatorDown", "cluster repositories", {alerts::kCNPGOperatorDown}, "The same."},
      {"CNPGClusterOffline, CNPGClusterHAWarning, CNPGClusterLowDiskSpaceWarning, "
       "CNPGClusterPhysicalReplicationLagWarning, CNPGInstanceMetricsAbsent and their like",
       "the cluster chart of CloudNativePG",
       {},
       "Availability, space and replication inside a cluster, not backups: keep the chart's alerts. None of "
       "them is about backups or WAL archiving."},
      {"PGBackRestLastCompletedFull_main, PGBackRestLastCompletedIncr_main, PGBackRestErrorDuringBackup, "
       "PgBackRestBackupStale, PgBackRestBackupTooOld",
       "pgMonitor (Crunchy PGO), pgbackrest_exporter users",
       {},
       "There is no collector for pgBackRest yet. Push `backup_success` and `backup_timestamp` after each "
       "run, and BackupFailed and BackupStale of the group host-backup cover it."},
      {"PGArchiveCommandStatus",
       "pgMonitor (Crunchy PGO)",
       {},
       "Reads `ccp_archive_command_status_seconds_since_last_fail`, which only pgMonitor exposes: keep it. "
       "For CloudNativePG: CNPGWALArchivingFailed."},
      {"alerts on `barman_up`, `barman_last_backup`",
       "barman-exporter users",
       {},
       "There is no collector for Barman servers outside CloudNativePG: keep them, or push host-job "
       "metrics."},
  };
}

std::vector<KnownElsewhere> OfVolumes() {
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
       "not exist (`velero_backup_storage_location_available`). Until lastgood reads Velero's objects, keep "
       "one on `velero_backup_location_status_gauge`, which newer versions have."},
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
      {"VolSyncVolumeOutOfSync, VolSyncOutOfSync, VolsyncBackupStale",
       "cluster repositories",
       {},
       "There is no collector for VolSync yet: keep them. Of the repository in the bucket lastgood knows "
       "size and age."},
      {"K8upResticErrors, K8upBackupNotRunning, K8upBackupFailed",
       "the k8up chart",
       {},
       "There is no collector for k8up yet: keep them."},
  };
}

std::vector<KnownElsewhere> OfHosts() {
  return {
      {"BackupStale, BackupTooOld, BackupStaleOrFailed",
       "host jobs with textfile or Pushgateway",
       {alerts::kBackupStale},
       "The same name, whatever made the backup: from lastgood's deadline, or from `backup_timestamp` where "
       "`jobs` does not collect it. The same condition gets the same name, route and runbook."},
      {"BackupFailed, BackupJobFailed, R2BackupFailed",
       "host jobs, CronJobs",
       {alerts::kBackupFailed},
       "The same name. Failed CronJobs in general are kube-prometheus' KubeJobFailed, which stays."},
      {"OCIBucketNearLimit",
       "host jobs",
       {alerts::kOCIBucketNearLimit, alerts::kBucketNearLimit},
       "The same name for what a job pushes (`oci_bucket_size_bytes`); BucketNearLimit for a bucket that "
       "lastgood lists itself, of any vendor."},
      {"ResticOutdatedBackup, ResticBackupTooOld, ResticBackupStale",
       "restic-exporter's README, host jobs",
       {alerts::kBackupStale},
       "Where the job pushes `backup_timestamp`. restic-exporter's own series are not read: it serves old "
       "values when it cannot reach the repository."},
      {"ResticCheckFailed",
       "restic-exporter's README",
       {alerts::kNotRestorable},
       "Only once lastgood itself reads the repository; an exporter's `restic_check_success` is not read: "
       "keep it meanwhile."},
      {"ResticBackupFailed, BorgBackupStale, PgBackRestJobFailed (systemd units)",
       "node_exporter users",
       {},
       "`node_systemd_unit_state` is not read: keep them, or let the unit write `backup_success`."},
      {"KopiaBackupFailed",
       "cluster repositories",
       {},
       "No series of kopia are read: keep yours, if the metric that it names exists."},
  };
}

std::vector<KnownElsewhere> OfLogs() {
  return {
      {"LokiRequestErrors, LokiRequestPanics, LokiRequestLatency",
       "Loki's mixin",
       {},
       "Not covered, and not meant to be: they tell of requests, reads included, that Loki answers badly. "
       "Keep the mixin. What is lost on the way in is here: LogsDiscarded, LogsIngestionDown, "
       "LokiFlushFailing."},
      {"LokiTooManyCompactorsRunning, LokiCompactorHasNotSuccessfullyRunCompaction",
       "Loki's mixin",
       {},
       "Upkeep of Loki's index: keep the mixin."},
      {"LokiDown, LokiIngesterNotReady",
       "cluster repositories",
       {alerts::kLogsIngestionDown, alerts::kLokiMetricsMissing},
       "Whether logs are taken in is what counts, not whether one pod is ready."},
      {"absent_over_time on a log stream",
       "Loki's ruler",
       {alerts::kLogsSilent},
       "absent_over_time cannot say which stream is silent, nor since when."},
      {"Watchdog",
       "kube-prometheus",
       {alerts::kWatchdog},
       "The same name and meaning. Where kube-prometheus brings one, turn one of the two off: `generate: "
       "{disabled: [Watchdog]}`."},
  };
}

}  // namespace

const std::vector<KnownElsewhere>& AlertsElsewhere() {
  static const std::vector<KnownElsewhere> names = [] {
    std::vector<KnownElsewhere> all;
    for (const auto of : {OfPostgres, OfVolumes, OfHosts, OfLogs})
      for (KnownElsewhere& known : of()) all.push_back(std::move(known));
    return all;
  }();
  return names;
}

}  // namespace lastgood
