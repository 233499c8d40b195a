// What nothing backs up, WAL that is not archived, and a window that is too short.
#include "rules/runbooks/protection.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook Unprotected() {
  return {
      alerts::kUnprotected,
      "Nothing backs this up, and nobody has said that this is meant. The label `reason` says why. "
      "Backups that exist already are still there, but no new one will come. A claim without a policy of its "
      "own system that another one covers does not alert: `lastgood check` names that system.",
      {"`no_policy`: no schedule names it. `on_demand`: there are backups, made by hand only.",
       "`impossible`: there is a schedule, but it cannot work: no method configured, the plugin is off, "
       "the ObjectStore or target does not exist, the cron does not parse."},
      {Check()},
      {Ignore("It needs no backup")},
      {"While you set it up. For what needs no backup use the annotation, which says why and stays with "
       "the object.",
       "24h"}};
}

Runbook WalArchiving() {
  return {
      alerts::kWALArchivingFailed,
      "PostgreSQL cannot hand its write-ahead log to the archive. Everything since the last archived segment "
      "would be lost with the volume, and `pg_wal` grows until the disk is full and the database stops.",
      {"The bucket is full or out of quota, its keys expired, its endpoint or certificate changed.",
       "An earlier segment cannot be archived and holds up all later ones; only an error in the log "
       "tells."},
      {Check(),
       {"How long it fails, and on which segment",
        "kubectl cnpg psql <name> -n <namespace> -- -c \"SELECT * FROM pg_stat_archiver\""},
       {"How much time is left: free space under /var/lib/postgresql on the primary",
        "kubectl -n <namespace> get pods -l cnpg.io/cluster=<name>,cnpg.io/instanceRole=primary\n"
        "kubectl -n <namespace> exec <pod> -c postgres -- df -h"}},
      {{"Never delete files in `pg_wal`: the database may not start again, and the archive gets a hole that "
        "ends point-in-time recovery there",
        ""},
       {"The store refuses: renew the keys in the Secret that the ObjectStore (or Cluster) names, or make "
        "room ([BucketNearLimit](BucketNearLimit.md)). Archiving goes on by itself",
        "kubectl -n <namespace> get objectstores.barmancloud.cnpg.io -o yaml"},
       {"The disk is nearly full: enlarge it first (`walStorage` when WAL has a disk of its own)",
        "kubectl -n <namespace> patch clusters.postgresql.cnpg.io <name> --type merge -p "
        "'{\"spec\":{\"storage\":{\"size\":\"<size>\"}}}'"},
       {"Archived again: see that the backlog shrinks to 0, then take a base backup if segments were lost",
        "kubectl cnpg status <name> -n <namespace>\n"
        "kubectl cnpg backup <name> -n <namespace> --method=plugin "
        "--plugin-name=barman-cloud.cloudnative-pg.io"}},
      {"Only while the store is down for announced work, with enough disk for that long.", "2h"}};
}

Runbook WindowShort() {
  return {
      alerts::kRecoveryWindowShort,
      "The oldest moment that can be restored is nearer than the retention promises (under 90 % of it unless "
      "`thresholds.window_short_percent` says otherwise), although the object is old enough. What you might "
      "need, a state from before a slow mistake, may already be gone.",
      {"A lifecycle rule of the bucket, or a person, deletes backups earlier than the policy."},
      {Check(),
       {"The bucket: what lies there, and rules that delete",
        "mc ls <alias>/<bucket-name>\nmc ilm rule ls <alias>/<bucket-name>"}},
      {{"A lifecycle rule deletes: let it keep longer than the retention, or take it away (the tool deletes "
        "itself)",
        ""},
       {"The old place still holds the older backups: keep it until the new window is long enough", ""},
       {"The promise is longer than needed: lower the retention of the policy", ""}},
      {"The window grows again by itself (new place, raised retention) and you accept the gap until then.",
       "7d"}};
}

Runbook RetentionTooShort() {
  return {
      alerts::kRetentionTooShort,
      "Retention by time deletes the newest backup as well, here before the next run is due (or when it is, "
      "so that one failed run is enough). Until the next good backup there is nothing to restore; after that "
      "the same happens again. Or it has happened: the newest good backup has expired.",
      {"The time that backups are kept (`ttl`, `retention`) was set for a schedule that ran more often, or "
       "the "
       "schedule was made slower and the retention was not changed.",
       "Backups have failed or stopped for longer than they are kept: [BackupStale](BackupStale.md) and "
       "[BackupFailed](BackupFailed.md) say why."},
      {Check()},
      {{"Take one backup by hand first, if nothing can be restored now", ""},
       {"Keep backups for longer than two runs are apart, better for many runs; what exists keeps the time "
        "that "
        "it was made with",
        ""}},
      {"It is known, the data can be made anew, and the schedule is about to change.", "3d"}};
}

}  // namespace

std::vector<Runbook> OfProtection() {
  return {Unprotected(), WalArchiving(), WindowShort(), RetentionTooShort()};
}

}  // namespace lastgood::runbooks
