#include "collectors/jobs/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> HostCauses() {
  return {
      {alerts::kBackupFailed,
       "The script left with an error: disk full, repository locked, login refused. `backup_success` stays 0 "
       "until the next good run."},
      {alerts::kBackupStale,
       "The timer is disabled, the machine was off, or the script no longer writes its metrics; a "
       "Pushgateway keeps showing old values for ever."},
      {alerts::kBackupShrunk,
       "A mount was missing, an exclude pattern grew, `pg_dump | gzip` failed and left an empty archive (20 "
       "bytes)."},
      {alerts::kNotRestorable,
       "A dump without its last line, a restic pack whose content does not match its name."},
  };
}

std::vector<SourceGuide::Step> HostLook() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale},
       "what the last run said",
       "journalctl -u <unit> --since '2 days ago' --no-pager"},
      {{alerts::kBackupStale}, "when the timer last fired, and fires next", "systemctl list-timers --all"},
  };
}

std::vector<SourceGuide::Step> HostFix() {
  return {
      {{alerts::kBackupFailed, alerts::kBackupStale},
       "run it now, and watch it end",
       "systemctl start <unit> && journalctl -u <unit> -n 20 --no-pager"},
  };
}

std::vector<KnownElsewhere> HostElsewhere() {
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
      {"ResticBackupFailed, BorgBackupStale, PgBackRestJobFailed (systemd units)",
       "node_exporter users",
       {},
       "`node_systemd_unit_state` is not read: keep them, or let the unit write `backup_success`."},
  };
}

}  // namespace

std::vector<SourceGuide> JobsGuides() {
  return {{.system = systems::kHost,
           .anywhere = true,
           .causes = HostCauses(),
           .look = HostLook(),
           .fix = HostFix(),
           .elsewhere = HostElsewhere(),
           .config_row = "| `jobs.<name>` | [what host jobs report](../collectors/jobs/README.md), in "
                         "`.prom` files, to a Pushgateway or at any metrics URL |",
           .coverage_row = ""}};
}

}  // namespace lastgood
