#include "collectors/volsync/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> VolsyncCauses() {
  return {
      {alerts::kBackupFailed,
       "The mover ended with an error, whose last lines are in `status.latestMoverStatus.logs`: the "
       "repository's Secret, a locked repository, a full destination."},
      {alerts::kBackupStale,
       "VolSync tries one sync until it succeeds: a mover that fails for ever makes no newer one. Or the "
       "snapshot never becomes ready (no VolumeSnapshotClass), or the mover's pod cannot be scheduled."},
      {alerts::kBackupNeverSucceeded,
       "The Secret of the repository or the claim of `sourcePVC` does not exist."},
      {alerts::kBackupStuck,
       "The mover's pod waits for its volume (`copyMethod: Direct` with a ReadWriteOnce claim that is in use "
       "on another node), for a snapshot, or for a lock of the repository."},
      {alerts::kUnprotected,
       "`impossible`: `spec` names no mover, or its schedule does not parse. `on_demand`: `trigger.manual`, "
       "which beats a schedule beside it."},
      {alerts::kScheduleSuspended, "`spec.paused` is set."},
  };
}

std::vector<SourceGuide::Step> VolsyncLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded, alerts::kBackupStuck,
        alerts::kUnprotected},
       "what VolSync says, and the last lines of its mover",
       "kubectl -n <namespace> get replicationsources.volsync.backube <name> -o "
       "jsonpath='{.status.conditions}{\"\\n\"}{.status.latestMoverStatus.logs}{\"\\n\"}'"},
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupStuck},
       "the mover's Job and pod",
       "kubectl -n <namespace> get jobs,pods,events --sort-by=.metadata.creationTimestamp | grep volsync"},
  };
}

std::vector<SourceGuide::Step> VolsyncFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale, alerts::kBackupNeverSucceeded},
       "sync now; take `manual` out again afterwards, since it beats the schedule",
       "kubectl -n <namespace> patch replicationsources.volsync.backube <name> --type merge -p "
       "'{\"spec\":{\"trigger\":{\"manual\":\"now-1\"}}}'"},
      {{alerts::kBackupStuck},
       "the mover hangs: delete its Job, and VolSync makes another",
       "kubectl -n <namespace> delete job volsync-src-<name>"},
      {{alerts::kScheduleSuspended},
       "resume",
       "kubectl -n <namespace> patch replicationsources.volsync.backube <name> --type merge -p "
       "'{\"spec\":{\"paused\":false}}'"},
  };
}

std::vector<KnownElsewhere> VolsyncElsewhere() {
  return {
      {"VolSyncVolumeOutOfSync, VolSyncOutOfSync, VolsyncBackupStale, VolSyncBackupStale",
       "VolSync's documentation, cluster repositories",
       {alerts::kBackupStale, alerts::kBackupFailed},
       "`volsync_volume_out_of_sync` is 1 as soon as a sync misses its schedule and while the first one "
       "runs; it does not say how old the data is. BackupStale compares with the source's own schedule."},
      {"VolSyncComponentAbsent",
       "cluster repositories",
       {alerts::kBackupStale},
       "When the operator is gone no sync ends, and each source becomes late."},
  };
}

}  // namespace

std::vector<SourceGuide> VolsyncGuides() {
  return {
      {.system = systems::kVolsync,
       .causes = VolsyncCauses(),
       .look = VolsyncLook(),
       .fix = VolsyncFix(),
       .elsewhere = VolsyncElsewhere(),
       .config_row =
           "| `collectors.volsync` | [VolSync's sources and destinations](../collectors/volsync/README.md); "
           "with `interval` (60s) and `timeout` (5m) |",
       .coverage_row = "| VolSync | `spec.sourcePVC` of each ReplicationSource |"},
  };
}

}  // namespace lastgood
