// Longhorn, Velero and host jobs, by their own series.
#include "rules/runbooks/raw_systems.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Step ClaimOf() {
  return {"Which claim and workload it belongs to",
          "kubectl -n longhorn-system get volumes.longhorn.io <volume> -o "
          "jsonpath='{.status.kubernetesStatus}{\"\\n\"}'"};
}

Runbook VolumeFaulted() {
  return {
      alerts::kLonghornVolumeFaulted,
      "Every replica of this volume is lost or unusable. Its workload stands still, and it cannot be backed "
      "up. Do not delete anything: replicas on disk are often still good. (Where lastgood reads Longhorn "
      "itself, [Unprotected](Unprotected.md) with reason `faulted` says this.)",
      {"Nodes or the network went down together; a disk is full, unmounted or broken.",
       "A single replica (`numberOfReplicas: 1`) on a node that is gone."},
      {ClaimOf(),
       {"Its replicas, their nodes and when they failed",
        "kubectl -n longhorn-system get replicas.longhorn.io -l longhornvolume=<volume> -o "
        "custom-columns=NAME:.metadata.name,NODE:.spec.nodeID,STATE:.status.currentState,FAILED:.spec."
        "failedAt"},
       {"Nodes and disks", "kubectl get nodes\nkubectl -n longhorn-system get nodes.longhorn.io"},
       {"Its newest good backup",
        "kubectl -n longhorn-system get backups.longhorn.io -l backup-volume=<volume> "
        "--sort-by=.status.snapshotCreatedAt"}},
      {{"Bring the node or disk back: Longhorn salvages by itself (setting `auto-salvage`)", ""},
       {"It does not: stop the workload, so that the volume detaches; then in Longhorn's UI: Volume, the "
        "volume, Salvage, and pick the replica that failed last",
        ""},
       {"No replica is left: restore the newest backup into a new volume (UI: Backup, the volume, Restore)",
        ""}},
      {"The node is down for announced work and comes back.", "2h"}};
}

Runbook LonghornFailed() {
  return {
      alerts::kLonghornBackupFailed,
      "A Longhorn backup ended in state Error. Longhorn deletes the object after a day, so this alert ends "
      "by itself even when nothing has become better. (Where lastgood reads Longhorn itself, "
      "[BackupFailed](BackupFailed.md) says this and remembers.)",
      {"The backup target refuses or went away: keys, full bucket, NFS.",
       "The snapshot failed, or the volume was faulted or restoring."},
      {{"The error",
        "kubectl -n longhorn-system get backups.longhorn.io <backup> -o jsonpath='{.status.error}{\"\\n\"}'"},
       ClaimOf(),
       {"What the managers say",
        "kubectl -n longhorn-system logs -l app=longhorn-manager --prefix --since=2h --tail=-1 | grep "
        "<volume>"}},
      {{"Fix the target first ([DestinationUnavailable](DestinationUnavailable.md))", ""},
       {"Let lastgood read Longhorn: it judges by each volume's own job, and does not forget",
        "lastgood check --system longhorn"}},
      {"The cause is known, and the next run will show whether it is fixed.", "12h"}};
}

Runbook VeleroFailed() {
  return {alerts::kVeleroBackupFailed,
          "Within the last hour a backup of this schedule failed, failed validation, or was only partial. A "
          "partial backup lacks volumes or objects: read which before you rely on it.",
          {"`Failed`: the storage location or a plugin. `FailedValidation`: the schedule names a location "
           "that does not exist or is unavailable.",
           "`PartiallyFailed`: a hook failed, a volume could not be read, a snapshot timed out, node-agent "
           "does not run on the node."},
          {{"The schedule's backups", "velero backup get --selector velero.io/schedule-name=<schedule>"},
           {"Why",
            "velero backup describe <backup> --details\n"
            "velero backup logs <backup> | grep -E 'level=(error|warning)'"},
           {"Server and node-agents",
            "kubectl -n velero get pods -o wide\n"
            "kubectl -n velero logs deployment/velero --since=2h | grep level=error | tail -30"}},
          {{"The location is unavailable: see [DestinationUnavailable](DestinationUnavailable.md)", ""},
           {"A hook fails: correct the command in the pod's annotations", ""},
           {"Then back up again, with the schedule's template",
            "velero backup create --from-schedule <schedule>"}},
          {"The cause is known, and the next run will show whether it is fixed.", "12h"}};
}

Runbook VeleroStale() {
  return {alerts::kVeleroNoRecentBackup,
          "The newest good backup of this schedule is older than the fallback age (49 hours unless "
          "`generate.fallback.max_age` says otherwise). Velero's metrics do not tell when the next is due: "
          "for a weekly schedule raise that age.",
          {"A backup in `New` or `InProgress` makes Velero skip runs without a word.",
           "The schedule is paused, or was deleted: its metric stays until Velero restarts.",
           "Every run fails: see [VeleroBackupFailed](VeleroBackupFailed.md)."},
          {{"The schedules, paused or not", "velero schedule get"},
           {"The schedule's backups", "velero backup get --selector velero.io/schedule-name=<schedule>"}},
          {{"Paused", "velero schedule unpause <schedule>"},
           {"A backup hangs, or the schedule is gone: restart the server",
            "kubectl -n velero rollout restart deployment/velero"},
           {"Back up now", "velero backup create --from-schedule <schedule>"}},
          {"The schedule is paused on purpose.", "8h"}};
}

Runbook OciNearLimit() {
  return {alerts::kOCIBucketNearLimit,
          "By the figures that a host job pushes, the bucket holds 85 % (warning) or 95 % (critical) of its "
          "limit. When it is full, backups fail.",
          {"Retention does not delete, or keeps more than there is room for.",
           "Uploads that never ended, or old versions: they count in the bill, and rarely in the job's "
           "figures."},
          {{"What takes the room",
            "mc du --depth=2 <alias>/<bucket-name>\nmc du --versions --depth=2 <alias>/<bucket-name>"},
           {"The same, by Oracle's own tool (sizes are approximate)",
            "oci os bucket get --name <bucket-name> --fields approximateSize --fields approximateCount"},
           {"Uploads that never ended", "mc ls --incomplete --recursive <alias>/<bucket-name>"}},
          {{"Uploads that never ended, when nothing is uploading now",
            "mc rm --incomplete --recursive --force <alias>/<bucket-name>"},
           {"Let lastgood list the bucket (`buckets:` in lastgood.yaml): it counts what the job does not, "
            "and says when it will be full",
            "lastgood check --system s3"}},
          {"The limit is being raised. Not at 95 %.", "12h"}};
}

}  // namespace

std::vector<Runbook> OfRawSystems() {
  return {VolumeFaulted(), LonghornFailed(), VeleroFailed(), VeleroStale(), OciNearLimit()};
}

}  // namespace lastgood::runbooks
