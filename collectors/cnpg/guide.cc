#include "collectors/cnpg/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> CnpgCauses() {
  return {
      {alerts::kBackupFailed,
       "The object store refuses (expired keys, full bucket, wrong endpoint or CA); the cluster is "
       "hibernated; the method has no configuration or its plugin is not enabled; a VolumeSnapshot vanished "
       "after it was made."},
      {alerts::kBackupStale,
       "An unfinished Backup blocks its ScheduledBackup ([BackupStuck](BackupStuck.md)); the operator is "
       "down ([CNPGOperatorDown](CNPGOperatorDown.md)); the schedule was deleted."},
      {alerts::kBackupNeverSucceeded,
       "The ObjectStore, its Secret or the bucket does not exist; the plugin is not enabled in the Cluster; "
       "\"Expected empty archive\": the path in the store belongs to an earlier cluster of the same name."},
      {alerts::kBackupStuck,
       "Phase `walArchivingFailing`, `finalizing` or `started`: archiving fails, the instance restarted "
       "during the backup, or the cluster is gone. Later Backups of the cluster queue behind it."},
      {alerts::kScheduleInvalid,
       "Six fields are wanted, the seconds first. Five are accepted and shift: `0 2 * * *` runs at minute 2 "
       "of every hour, not at two o'clock. Or its Cluster was deleted."},
      {alerts::kUnprotected,
       "A replica cluster that was promoted: it no longer follows, and has no schedule of its own. "
       "`check` says so."},
      {alerts::kWALArchivingFailed,
       "The Barman plugin's sidecar is missing or crashes; the ObjectStore or its Secret was changed or "
       "deleted; \"Expected empty archive\": the path belongs to another cluster."},
      {alerts::kRecoveryWindowShort,
       "The cluster moved to another ObjectStore, bucket or `serverName`: the window starts anew there. Base "
       "backups failed for a long time. Retention was raised lately: then it grows back by itself."},
      {alerts::kNotRestorable,
       "A hole in the archived WAL, or a base backup without all its files. \"Completed\" is not proof: the "
       "operator looks at neither."},
  };
}

std::vector<SourceGuide::Step> CnpgLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupStuck,
        alerts::kRecoveryWindowShort, alerts::kNotRestorable, alerts::kRestoreTestFailed,
        alerts::kCNPGNoRecentBackup},
       "the Backups with phase and error, the newest last",
       "kubectl -n <namespace> get backups.postgresql.cnpg.io --sort-by=.metadata.creationTimestamp"},
      {{alerts::kBackupFailed, alerts::kBackupNeverSucceeded, alerts::kBackupStuck,
        alerts::kWALArchivingFailed, alerts::kCNPGWALArchivingFailed},
       "what the instances and the Barman plugin say",
       "kubectl -n <namespace> logs -l cnpg.io/cluster=<name> --all-containers --prefix --since=1h --tail=-1 "
       "| grep -iE 'barman|archiv|backup'"},
      {{alerts::kBackupStale, alerts::kScheduleSuspended, alerts::kUnprotected, alerts::kCNPGNoRecentBackup},
       "the schedules, suspended or not, and when each last ran",
       "kubectl -n <namespace> get scheduledbackups.postgresql.cnpg.io -o "
       "custom-columns=NAME:.metadata.name,CLUSTER:.spec.cluster.name,CRON:.spec.schedule,SUSPEND:.spec."
       "suspend,LAST:.status.lastScheduleTime,NEXT:.status.nextScheduleTime"},
      {{alerts::kBackupNeverSucceeded, alerts::kWALArchivingFailed, alerts::kCNPGNoRecentBackup},
       "archiving, the newest backup and the instances at a glance",
       "kubectl cnpg status <name> -n <namespace>"},
      {{alerts::kScheduleInvalid},
       "the expression, and the cluster that it names",
       "kubectl -n <namespace> get scheduledbackups.postgresql.cnpg.io <name> -o "
       "jsonpath='{.spec.schedule}{\" \"}{.spec.cluster.name}{\"\\n\"}'"},
      {{alerts::kUnprotected},
       "whether the cluster has somewhere to back up to",
       "kubectl -n <namespace> get clusters.postgresql.cnpg.io <name> -o "
       "jsonpath='{.spec.backup}{\"\\n\"}{.spec.plugins}{\"\\n\"}'\nkubectl -n <namespace> get "
       "objectstores.barmancloud.cnpg.io"},
      {{alerts::kRecoveryWindowShort},
       "the policy, and the first moment that can be restored",
       "kubectl -n <namespace> get objectstores.barmancloud.cnpg.io -o "
       "custom-columns=NAME:.metadata.name,KEEP:.spec.retentionPolicy,WINDOW:.status.serverRecoveryWindow"},
      {{alerts::kBackupShrunk},
       "how large the databases are now",
       "kubectl cnpg psql <name> -n <namespace> -- -c \"SELECT datname, "
       "pg_size_pretty(pg_database_size(datname)) FROM pg_database\""},
  };
}

std::vector<SourceGuide::Step> CnpgFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kNotRestorable,
        alerts::kCNPGNoRecentBackup},
       "back up now (without the last two flags for the in-tree method, with `--method=volumeSnapshot` for "
       "snapshots)",
       "kubectl cnpg backup <name> -n <namespace> --method=plugin "
       "--plugin-name=barman-cloud.cloudnative-pg.io"},
      {{alerts::kBackupNeverSucceeded},
       "\"Expected empty archive\": give the cluster a path of its own (`serverName` in the plugin's "
       "parameters). Do not empty the old path: it may hold the only backups of the earlier cluster",
       "kubectl -n <namespace> edit clusters.postgresql.cnpg.io <name>"},
      {{alerts::kBackupStuck},
       "nothing works on it any more: delete this one Backup (not a completed one) so that the schedule goes "
       "on",
       "kubectl -n <namespace> delete backups.postgresql.cnpg.io <backup>"},
      {{alerts::kScheduleSuspended},
       "resume",
       "kubectl -n <namespace> patch scheduledbackups.postgresql.cnpg.io <schedule> --type merge -p "
       "'{\"spec\":{\"suspend\":false}}'"},
      {{alerts::kScheduleInvalid},
       "two o'clock every night is `0 0 2 * * *`",
       "kubectl -n <namespace> patch scheduledbackups.postgresql.cnpg.io <name> --type merge -p "
       "'{\"spec\":{\"schedule\":\"0 0 2 * * *\"}}'"},
      {{alerts::kScheduleInvalid},
       "its cluster is gone for good: delete the schedule",
       "kubectl -n <namespace> delete scheduledbackups.postgresql.cnpg.io <name>"},
      {{alerts::kUnprotected},
       "give it a schedule (two o'clock every night, by the plugin)",
       "kubectl apply -f - <<'EOF'\napiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: "
       "{name: <name>-daily, namespace: <namespace>}\nspec:\n  schedule: \"0 0 2 * * *\"\n  immediate: "
       "true\n  cluster: {name: <name>}\n  method: plugin\n  pluginConfiguration: {name: "
       "barman-cloud.cloudnative-pg.io}\nEOF"},
  };
}

std::vector<KnownElsewhere> CnpgElsewhere() {
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
      {"CNPGOperatorDown", "cluster repositories", {alerts::kCNPGOperatorDown}, "The same."},
      {"CNPGClusterOffline, CNPGClusterHAWarning, CNPGClusterLowDiskSpaceWarning, "
       "CNPGClusterPhysicalReplicationLagWarning, CNPGInstanceMetricsAbsent and their like",
       "the cluster chart of CloudNativePG",
       {},
       "Availability, space and replication inside a cluster, not backups: keep the chart's alerts. None of "
       "them is about backups or WAL archiving."},
  };
}

}  // namespace

std::vector<SourceGuide> CnpgGuides() {
  return {{.system = systems::kCnpg,
           .causes = CnpgCauses(),
           .look = CnpgLook(),
           .fix = CnpgFix(),
           .elsewhere = CnpgElsewhere(),
           .config_row = "| `collectors.cnpg` | [CloudNativePG's Clusters, schedules and "
                         "Backups](../collectors/cnpg/README.md); with `interval` (60s) and `timeout` (5m) |",
           .coverage_row = "| CloudNativePG | the claims of its Cluster (label `cnpg.io/cluster`), when the "
                           "Cluster has a live schedule |"}};
}

}  // namespace lastgood
