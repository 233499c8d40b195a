// CloudNativePG, by its own series and kube-state-metrics'.
#include "rules/runbooks/cnpg.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook OperatorDown() {
  return {
      alerts::kCNPGOperatorDown,
      "No replica of CloudNativePG's operator is available. Databases that run go on running and archiving "
      "WAL, but no scheduled backup starts, nothing fails over, and no configuration is applied.",
      {"The pod crashes, cannot pull its image or cannot be scheduled; its node is down.",
       "It was scaled to zero, or an upgrade of the chart hangs.",
       "Its webhook certificate or its rights are broken: it starts and ends again."},
      {{"The pods and why they do not run",
        "kubectl -n <namespace> get pods -o wide\n"
        "kubectl -n <namespace> describe deployment <deployment>"},
       {"What it says",
        "kubectl -n <namespace> logs deployment/<deployment> --since=1h\n"
        "kubectl -n <namespace> logs <pod> --previous"},
       {"Whether databases are affected already", "lastgood check --system cnpg"}},
      {{"It hangs: restart it (databases are not touched)",
        "kubectl -n <namespace> rollout restart deployment/<deployment>"},
       {"Scaled to zero", "kubectl -n <namespace> scale deployment <deployment> --replicas=1"},
       {"A bad upgrade: go back", "kubectl -n <namespace> rollout undo deployment/<deployment>"},
       {"It is back: take the backups that were missed", "lastgood check --system cnpg"}},
      {"An announced upgrade of the operator.", "1h"}};
}

Runbook WalArchivingFailed() {
  return {
      alerts::kCNPGWALArchivingFailed,
      "PostgreSQL's newest attempt to archive a WAL segment failed, and segments wait. What is not archived "
      "is lost with the volume, and the disk fills. This speaks for clusters of which lastgood itself does "
      "not already say the same ([WALArchivingFailed](WALArchivingFailed.md)).",
      {"The bucket is full or its keys expired; the endpoint or certificate changed.",
       "The Barman plugin's sidecar crashes or is missing; the ObjectStore or its Secret was changed.",
       "\"Expected empty archive\": the path in the store belongs to another cluster."},
      {{"Archiving at a glance", "kubectl cnpg status <name> -n <namespace>"},
       {"How long it fails, and on which segment",
        "kubectl cnpg psql <name> -n <namespace> -- -c \"SELECT * FROM pg_stat_archiver\""},
       {"How much time is left: free space under /var/lib/postgresql",
        "kubectl -n <namespace> exec <pod> -c postgres -- df -h"},
       {"What lastgood knows of it", "lastgood check -n <namespace>"}},
      {{"As for [WALArchivingFailed](WALArchivingFailed.md): fix the store's keys or make room; enlarge the "
        "disk first when it is nearly full",
        "kubectl -n <namespace> patch clusters.postgresql.cnpg.io <name> --type merge -p "
        "'{\"spec\":{\"storage\":{\"size\":\"<size>\"}}}'"},
       {"Never delete files in `pg_wal`", ""},
       {"See the backlog shrink", "kubectl cnpg status <name> -n <namespace>"}},
      {"Only while the store is down for announced work, with enough disk for that long.", "2h"}};
}

Runbook NoRecentBackup() {
  return {alerts::kCNPGNoRecentBackup,
          "CloudNativePG's own metrics know of no backup within the fallback age (49 hours unless "
          "`generate.fallback.max_age` says otherwise), for a cluster that lastgood does not see. Clusters "
          "that it sees get [BackupStale](BackupStale.md), by their own schedule.",
          {"lastgood may not list this namespace, or watches another cluster.",
           "Backups fail or do not run: causes as for [BackupStale](BackupStale.md).",
           "The metric is frozen: after a move to the Barman plugin, the operator's own metric stays at the "
           "last in-tree backup. The plugin's (0.6 and later) is preferred here where it exists.",
           "Volume snapshots only: they show in neither metric."},
          {Check()},
          {{"Let lastgood see the namespace: no `kubernetes.namespace` in lastgood.yaml, and the ClusterRole "
            "of the collector's README",
            "lastgood check -n <namespace>"}},
          {"The cluster is known to need no backup, until lastgood sees it and can be told with "
           "`lastgood.dev/ignore`.",
           "7d"}};
}

Runbook DrillFailed() {
  return {alerts::kCNPGRestoreTestFailed,
          "The newest Job of the restore drill's CronJob failed. Until you know better, assume that the "
          "backup does not restore. (With `restore_tests` in lastgood.yaml, "
          "[RestoreTestFailed](RestoreTestFailed.md) takes over.)",
          {"The backup or its WAL is not complete; the drill's keys to the store expired.",
           "The drill itself: no room, a quota, an image, a cluster left behind by the run before."},
          {{"The drill's runs, and what the last one said",
            "kubectl -n <namespace> get jobs --sort-by=.metadata.creationTimestamp | grep <drill>\n"
            "kubectl -n <namespace> logs job/<drill-job> --all-containers"},
           {"Pods and events of the restored cluster",
            "kubectl -n <namespace> get clusters.postgresql.cnpg.io,pods\n"
            "kubectl -n <namespace> get events --sort-by=.lastTimestamp | tail -40"},
           Check()},
          {{"Fix the drill, and run it now",
            "kubectl -n <namespace> create job <drill>-now --from=cronjob/<drill>"},
           {"The backup is broken: take a new one, and go on with [NotRestorable](NotRestorable.md)",
            "kubectl cnpg backup <cnpg-cluster> -n <namespace> --method=plugin "
            "--plugin-name=barman-cloud.cloudnative-pg.io"}},
          {"You have restored by hand meanwhile, and it worked.", "1d"}};
}

Runbook DrillStale() {
  return {alerts::kCNPGRestoreTestStale,
          "The restore drill's CronJob has not succeeded for eight days (`generate.restore_test.max_age`). "
          "Nobody knows whether the backups restore. A suspended drill is taken as meant, and is silent.",
          {"Its Jobs fail: then [CNPGRestoreTestFailed](CNPGRestoreTestFailed.md) fires as well.",
           "Its Jobs do not start: no room, an earlier one still runs (`concurrencyPolicy: Forbid`), a "
           "wrong cron."},
          {{"When it last ran and last succeeded",
            "kubectl -n <namespace> get cronjob <drill> -o "
            "custom-columns=NAME:.metadata.name,CRON:.spec.schedule,SUSPEND:.spec.suspend,LAST:.status."
            "lastScheduleTime,GOOD:.status.lastSuccessfulTime"},
           {"Why Jobs do not start", "kubectl -n <namespace> describe cronjob <drill>"}},
          {{"A run that hangs holds up the next: delete it", "kubectl -n <namespace> delete job <drill-job>"},
           {"Run it now", "kubectl -n <namespace> create job <drill>-now --from=cronjob/<drill>"}},
          {"Drills are off for announced work.", "7d"}};
}

}  // namespace

std::vector<Runbook> OfCnpg() {
  return {OperatorDown(), WalArchivingFailed(), NoRecentBackup(), DrillFailed(), DrillStale()};
}

}  // namespace lastgood::runbooks
