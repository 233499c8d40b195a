// Backups that fail, are late, hang or shrink.
#include "rules/runbooks/backups.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook Failed() {
  return {alerts::kBackupFailed,
          "The newest attempt to back this up failed or was only partial, and no good one has followed. "
          "Older backups are still there: nothing is lost yet, but nothing new is gained either. It becomes "
          "[BackupStale](BackupStale.md) when the deadline passes.",
          {{"cnpg",
            "The object store refuses (expired keys, full bucket, wrong endpoint or CA); the cluster is "
            "hibernated; the method has no configuration or its plugin is not enabled; a VolumeSnapshot "
            "vanished after it was made."},
           {"longhorn",
            "The backup target went away during the upload; the snapshot failed; the backup waited for 24 "
            "hours. Longhorn deletes the failed object after a day; lastgood remembers it."},
           {"velero",
            "`PartiallyFailed`: a volume or a hook; `FailedValidation`: the storage location or the "
            "schedule's template is wrong, and nothing was tried."},
           {"host",
            "The script left with an error: disk full, repository locked, login refused. `backup_success` "
            "stays 0 until the next good run."}},
          {Check(), CnpgBackups(), CnpgLogs(), LonghornVolume(), LonghornBackups(), LonghornTargets(),
           VeleroBackups(), HostLog()},
          {{"The store refuses: mend it first (see [DestinationUnavailable](DestinationUnavailable.md) and "
            "[BucketNearLimit](BucketNearLimit.md)), then back up by hand so that the deadline holds",
            ""},
           CnpgBackupNow(),
           LonghornBackupNow(),
           VeleroBackupNow(),
           {"host, restic: the repository is locked by a run that is gone (check that none is running)",
            "restic list locks\nrestic unlock"},
           HostBackupNow()},
          {"The cause is known, and the next scheduled run will show whether it is mended. Not for longer "
           "than one run.",
           "12h"}};
}

Runbook Stale() {
  return {
      alerts::kBackupStale,
      "The next good backup should exist by now and does not. The deadline follows from the object's own "
      "schedule (by default one missed run is tolerated, plus an hour) or from its objective; critical means "
      "that one more run was missed. If it were lost now, everything since the newest good backup would be "
      "gone.",
      {{"",
        "The schedule fires and every run fails ([BackupFailed](BackupFailed.md) says why), or it does not "
        "fire at all."},
       {"cnpg",
        "An unfinished Backup blocks its ScheduledBackup ([BackupStuck](BackupStuck.md)); the operator is "
        "down ([CNPGOperatorDown](CNPGOperatorDown.md)); the schedule was deleted."},
       {"longhorn",
        "The target is unavailable: then there is no failed backup to see, and the job still ends as "
        "complete. Or the volume is detached, or one hanging run of the CronJob holds up the next."},
       {"velero",
        "The schedule is paused, or a backup of it in `New` or `InProgress` makes Velero skip runs without a "
        "word."},
       {"host",
        "The timer is disabled, the machine was off, or the script no longer writes its metrics; a "
        "Pushgateway keeps showing old values for ever."}},
      {Check(),
       CnpgSchedules(),
       CnpgBackups(),
       LonghornVolume(),
       LonghornBackups(),
       LonghornTargets(),
       LonghornJobs(),
       VeleroBackups(),
       {"velero: the schedules, paused or not", "velero schedule get"},
       HostTimers(),
       HostLog()},
      {{"Take one backup by hand first: it ends the risk, and shows whether backups work at all", ""},
       CnpgBackupNow(),
       LonghornBackupNow(),
       VeleroBackupNow(),
       HostBackupNow(),
       {"The schedule is meant to be slower than it looks: give the object an objective instead of a silence",
        "kubectl -n <namespace> annotate clusters.postgresql.cnpg.io <name> lastgood.dev/max-age=50h  # "
        "cnpg\n"
        "kubectl -n <namespace> annotate pvc <name> lastgood.dev/max-age=50h  # longhorn"}},
      {"Backups are known to be off (maintenance, migration) and someone has decided how long that may last. "
       "A silence does not make the data safer: end it when the work ends.",
       "8h"}};
}

Runbook Never() {
  return {
      alerts::kBackupNeverSucceeded,
      "No good backup of this has ever existed, and the first one is late. If it were lost now, nothing "
      "could be restored.",
      {{"",
        "It is new, and its backups were set up wrongly from the start: compare with an object that is "
        "good."},
       {"cnpg",
        "The ObjectStore, its Secret or the bucket does not exist; the plugin is not enabled in the Cluster; "
        "\"Expected empty archive\": the path in the store belongs to an earlier cluster of the same name."},
       {"longhorn",
        "No backup target is set, or its Secret is wrong; the volume has been detached since it was made."},
       {"velero", "The storage location is unavailable, or the schedule fails validation."}},
      {Check(), CnpgStatus(), CnpgBackups(), CnpgLogs(), LonghornVolume(), LonghornBackups(),
       LonghornTargets(), VeleroBackups(), VeleroLocations()},
      {{"cnpg, \"Expected empty archive\": give the cluster a path of its own (`serverName` in the plugin's "
        "parameters). Do not empty the old path: it may hold the only backups of the earlier cluster",
        "kubectl -n <namespace> edit clusters.postgresql.cnpg.io <name>"},
       CnpgBackupNow(),
       LonghornBackupNow(),
       VeleroBackupNow(),
       Ignore("It holds nothing worth keeping")},
      {"Only while it is being set up, and it holds no data yet.", "24h"}};
}

Runbook Stuck() {
  return {alerts::kBackupStuck,
          "A backup has been running or waiting for far longer than usual (four times the typical time, at "
          "least an hour). Until it ends, most systems start no new one: this turns into "
          "[BackupStale](BackupStale.md).",
          {{"",
            "The process that makes it died without a word, or waits for something that will not come: a "
            "lock, a store, "
            "a hook."},
           {"cnpg",
            "Phase `walArchivingFailing`, `finalizing` or `started`: archiving fails, the instance restarted "
            "during the backup, or the cluster is gone. Later Backups of the cluster queue behind it."},
           {"longhorn",
            "`Pending` waits for the target or for the snapshot (24 hours, then it fails); `InProgress` "
            "without progress: slow or lost connection."},
           {"velero",
            "The server or node-agent restarted during the upload; a hook hangs; the data mover cannot be "
            "scheduled."}},
          {Check(),
           CnpgBackups(),
           CnpgLogs(),
           LonghornVolume(),
           LonghornBackups(),
           {"longhorn: what the managers say",
            "kubectl -n longhorn-system logs -l app=longhorn-manager --prefix --since=1h --tail=-1 | grep -i "
            "backup"},
           {"velero: uploads and their progress (second command: with CSI data movement)",
            "kubectl -n velero get podvolumebackups.velero.io -l velero.io/backup-name=<backup>\n"
            "kubectl -n velero get datauploads.velero.io -l velero.io/backup-name=<backup>"}},
          {{"It still makes progress: let it end, and give it longer with `objectives` `max_duration` in "
            "lastgood.yaml",
            ""},
           {"cnpg: nothing works on it any more: delete this one Backup (not a completed one) so that the "
            "schedule goes on",
            "kubectl -n <namespace> delete backups.postgresql.cnpg.io <backup>"},
           {"longhorn: delete the backup that hangs; the next run starts anew",
            "kubectl -n longhorn-system delete backups.longhorn.io <backup>"},
           {"velero: restart the server; as it starts it marks what was in progress as failed",
            "kubectl -n velero rollout restart deployment/velero"}},
          {"A first full backup of much data is known to take long.", "12h"}};
}

Runbook Shrunk() {
  return {alerts::kBackupShrunk,
          "The newest good backup is far smaller than the ones before it (under half of the typical size "
          "unless `thresholds.shrunk_percent` says otherwise). It \"succeeded\", but may lack data. Until "
          "you know, treat the older backups as the good ones, and keep retention from deleting them.",
          {{"", "Data was deleted or truncated, by mistake, by an upgrade, or on purpose."},
           {"host",
            "A mount was missing, an exclude pattern grew, `pg_dump | gzip` failed and left an empty archive "
            "(20 bytes)."},
           {"longhorn", "The file system was trimmed, or the volume was recreated and is nearly empty."},
           {"velero", "Volumes were skipped: look for warnings."}},
          {Check(),
           LonghornVolume(),
           LonghornBackups(),
           {"velero: what the backup holds, and its warnings", "velero backup describe <backup> --details"},
           {"restic: how the newest two snapshots differ",
            "restic snapshots --latest 2\nrestic diff <snapshot> <newer-snapshot>"},
           {"Dumps: their size, and whether the newest ends as it should",
            "ls -l /path/to/dumps | tail -5\nzcat /path/to/dumps/newest.sql.gz | tail -c 200"},
           {"cnpg or any PostgreSQL: how large the databases are now",
            "kubectl cnpg psql <name> -n <namespace> -- -c \"SELECT datname, "
            "pg_size_pretty(pg_database_size(datname)) FROM pg_database\""}},
          {{"Data is missing: stop retention first, then restore the older backup beside the live data and "
            "compare",
            ""},
           {"The backup is incomplete: mend the job and run it again", ""},
           {"The data was deleted on purpose: nothing to do; the alert ends when smaller backups have become "
            "typical",
            ""}},
          {"You know which data was deleted, and that it was meant.", "3d"}};
}

}  // namespace

std::vector<Runbook> OfBackups() { return {Failed(), Stale(), Never(), Stuck(), Shrunk()}; }

}  // namespace lastgood::runbooks
