#include "rules/runbooks/steps.h"

#include <fmt/format.h>

namespace lastgood {
namespace runbooks {

Step Check() {
  return {"What lastgood knows, with the reason and the next step", "lastgood check -n <namespace>"};
}

Step CheckSystem(std::string_view of) {
  return {"What lastgood knows, with the reason and the next step",
          fmt::format("lastgood check --system {}", of)};
}

Step CnpgStatus() {
  return {"cnpg: archiving, the newest backup and the instances at a glance",
          "kubectl cnpg status <name> -n <namespace>"};
}

Step CnpgBackups() {
  return {"cnpg: the Backups with phase and error, the newest last",
          "kubectl -n <namespace> get backups.postgresql.cnpg.io --sort-by=.metadata.creationTimestamp"};
}

Step CnpgSchedules() {
  return {"cnpg: the schedules, suspended or not, and when each last ran",
          "kubectl -n <namespace> get scheduledbackups.postgresql.cnpg.io -o "
          "custom-columns=NAME:.metadata.name,CLUSTER:.spec.cluster.name,CRON:.spec.schedule,SUSPEND:.spec."
          "suspend,LAST:.status.lastScheduleTime,NEXT:.status.nextScheduleTime"};
}

Step CnpgLogs() {
  return {"cnpg: what the instances and the Barman plugin say",
          "kubectl -n <namespace> logs -l cnpg.io/cluster=<name> --all-containers --prefix --since=1h "
          "--tail=-1 | grep -iE 'barman|archiv|backup'"};
}

Step CnpgOperatorLogs() {
  return {"cnpg: what the operator says",
          "kubectl -n cnpg-system logs deployment/cnpg-controller-manager --since=1h"};
}

Step LonghornVolume() {
  return {"longhorn: the claim's volume, `<volume>` below (kind Volume: its name is the alert's)",
          "kubectl -n <namespace> get pvc <name> -o jsonpath='{.spec.volumeName}{\"\\n\"}'"};
}

Step LonghornBackups() {
  return {"longhorn: its backups with state and error; failed ones vanish after a day",
          "kubectl -n longhorn-system get backups.longhorn.io -l backup-volume=<volume> -o "
          "custom-columns=NAME:.metadata.name,STATE:.status.state,PROGRESS:.status.progress,SNAPSHOT:.status."
          "snapshotCreatedAt,ERROR:.status.error"};
}

Step LonghornTargets() {
  return {"longhorn: the backup targets, and why one is unavailable",
          "kubectl -n longhorn-system get backuptargets.longhorn.io -o "
          "custom-columns=NAME:.metadata.name,URL:.spec.backupTargetURL,AVAILABLE:.status.available,SYNCED:."
          "status.lastSyncedAt,WHY:.status.conditions[*].message"};
}

Step LonghornJobs() {
  return {"longhorn: the jobs, and the CronJobs that drive them",
          "kubectl -n longhorn-system get recurringjobs.longhorn.io,cronjobs,jobs"};
}

Step VeleroBackups() {
  return {"velero: the schedule's backups, then why one failed",
          "velero backup get --selector velero.io/schedule-name=<name>\n"
          "velero backup describe <backup> --details\n"
          "velero backup logs <backup> | grep -E 'level=(error|warning)'"};
}

Step VeleroLocations() {
  return {"velero: whether its storage can be reached", "velero backup-location get"};
}

Step HostTimers() {
  return {"host jobs: when the timer last fired, and fires next", "systemctl list-timers --all"};
}

Step HostLog() {
  return {"host jobs: what the last run said", "journalctl -u <unit> --since '2 days ago' --no-pager"};
}

Step CnpgBackupNow() {
  return {
      "cnpg: back up now (without the last two flags for the in-tree method, with `--method=volumeSnapshot` "
      "for snapshots)",
      "kubectl cnpg backup <name> -n <namespace> --method=plugin "
      "--plugin-name=barman-cloud.cloudnative-pg.io"};
}

Step LonghornBackupNow() {
  return {
      "longhorn: back up now. In its UI: Volume, the volume, Create Backup; or run the job for all its "
      "volumes",
      "kubectl -n longhorn-system create job <recurring-job>-now --from=cronjob/<recurring-job>"};
}

Step VeleroBackupNow() {
  return {"velero: back up now, with the schedule's template", "velero backup create --from-schedule <name>"};
}

Step HostBackupNow() {
  return {"host jobs: run it now, and watch it end",
          "systemctl start <unit> && journalctl -u <unit> -n 20 --no-pager"};
}

Step Ignore(std::string_view when) {
  return {fmt::format("{}: say why on the object, and the alert ends for good", when),
          "kubectl -n <namespace> annotate clusters.postgresql.cnpg.io <name> lastgood.dev/ignore='<why>'  # "
          "cnpg\n"
          "kubectl -n <namespace> annotate pvc <name> lastgood.dev/ignore='<why>'  # longhorn"};
}

}  // namespace runbooks

const std::vector<Placeholder>& Placeholders() {
  static const std::vector<Placeholder> placeholders = {
      {"backup", "the name of a Backup that the command before lists"},
      {"volume", "the name of a Longhorn volume, `pvc-...`"},
      {"recurring-job", "the name of a Longhorn RecurringJob"},
      {"schedule", "the name of a Velero Schedule or a CloudNativePG ScheduledBackup"},
      {"group", "the group of a Longhorn RecurringJob"},
      {"pod", "the name of a pod that the command before lists, or the alert's label"},
      {"drill", "the CronJob of the restore drill: the setting `generate.restore_test.cronjob`"},
      {"standby", "the disaster recovery cluster: the setting `generate.disaster_recovery.cluster`"},
      {"unit", "the systemd unit of a host job"},
      {"alias", "an S3 server as `mc alias set` named it"},
      {"bucket-name", "the bucket's own name; the alert's label `bucket` is its key in lastgood.yaml"},
      {"copy-name", "the name of the bucket that the copy goes to"},
      {"quota", "a size as mc takes it, 100GiB"},
      {"endpoint", "host and port of the store, as the destination's URL or Secret has it"},
      {"secret", "the Secret that the command before prints"},
      {"drill-job", "the newest Job of the drill, as the command before lists it"},
      {"alloy", "the name of Alloy's DaemonSet"},
      {"cnpg-cluster", "the CloudNativePG Cluster whose backup the drill restores"},
      {"pid", "the process id that the command before prints"},
      {"pvc", "the claim that the command before prints"},
      {"service-account", "the ServiceAccount of the pod"},
      {"size", "a Kubernetes quantity, 20Gi"},
      {"selector",
       "a LogQL stream selector, `{namespace=\"app\"}`: the stream's `selector` in lastgood.yaml"},
      {"loki", "the address of Loki, host:port"},
      {"loki-namespace", "the namespace that Loki runs in"},
      {"workload-namespace", "the namespace of the workload whose logs are missed"},
      {"alloy-namespace", "the namespace that Alloy runs in"},
      {"lastgood", "the address of lastgood, host:9847"},
      {"lastgood-namespace", "the namespace that lastgood runs in"},
      {"lastgood-pod", "the pod that lastgood runs in"},
      {"prometheus", "the address of Prometheus, host:9090"},
      {"alertmanager", "the address of Alertmanager, host:9093"},
      {"snapshot", "the id of a restic snapshot; `<newer-snapshot>` the one after it"},
      {"newer-snapshot", "see `<snapshot>`"},
      {"you", "your name, so that others know whom to ask"},
      {"why", "your reason, for whoever reads it next year"},
  };
  return placeholders;
}

}  // namespace lastgood
