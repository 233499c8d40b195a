// CloudNativePG's disaster recovery cluster: the standby that would take over.
#include "rules/runbooks/standby.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Step StandbyStatus() {
  return {"The standby at a glance (its context, if it is another Kubernetes cluster)",
          "kubectl cnpg status <standby> -n <namespace>"};
}

Step StandbyLogs() {
  return {"What its instances say about replication",
          "kubectl -n <namespace> logs -l cnpg.io/cluster=<standby> -c postgres --prefix --since=1h "
          "--tail=-1 | grep -iE 'wal receiver|walreceiver|streaming|restored log|could not|FATAL'"};
}

Runbook MetricsMissing() {
  return {
      alerts::kCNPGDisasterRecoveryMetricsMissing,
      "The disaster recovery cluster had metrics within the last day and has none now (or is expected by "
      "`generate.disaster_recovery.namespace` and never had any). Nobody knows whether it could take over.",
      {"It was deleted, hibernated or scaled down; its pods do not start.",
       "Its PodMonitor is gone or no longer selected; a network policy keeps Prometheus away.",
       "It was renamed: then `generate.disaster_recovery.cluster` must follow."},
      {{"Its pods", "kubectl get pods -A -l cnpg.io/cluster=<standby> -o wide"},
       {"What Prometheus says about it",
        "promtool query instant http://<prometheus> 'up{pod=~\"<standby>-[0-9]+\"}'"},
       {"What selects it", "kubectl get podmonitors -A | grep <standby>"}},
      {{"Its pods are down: treat it as a standby lost, and look at the events",
        "kubectl -n <namespace> get events --sort-by=.lastTimestamp | tail -40"},
       {"Only the metrics are missing: restore the PodMonitor. Until then look by hand",
        "kubectl cnpg status <standby> -n <namespace>"}},
      {"Announced work on the standby, and someone accepts that there is none meanwhile.", "4h"}};
}

Runbook NotInRecovery() {
  return {
      alerts::kCNPGDisasterRecoveryNotInRecovery,
      "An instance of the disaster recovery cluster is not in recovery: it was promoted, takes writes of its "
      "own and no longer follows. Either a failover happened, or there are two primaries.",
      {"A failover or a drill promoted it, on purpose.",
       "`spec.replica` was changed or removed, by a person or by GitOps."},
      {StandbyStatus(),
       {"Who is to be primary",
        "kubectl -n <namespace> get clusters.postgresql.cnpg.io <standby> -o "
        "jsonpath='{.spec.replica}{\"\\n\"}'"},
       {"Whether it is in recovery, and whether anyone writes to it",
        "kubectl cnpg psql <standby> -n <namespace> -- -c \"SELECT pg_is_in_recovery(), "
        "pg_current_wal_lsn()\"\n"
        "kubectl cnpg psql <standby> -n <namespace> -- -c \"SELECT datname, usename, client_addr, state FROM "
        "pg_stat_activity WHERE backend_type = 'client backend'\""}},
      {{"Meant: make the old primary the standby, and swap the settings (`generate.disaster_recovery`)", ""},
       {"Not meant: first see that no application writes to it. A promoted instance cannot simply follow "
        "again: back up what it has, delete it and let it be made anew from the primary",
        "kubectl cnpg backup <standby> -n <namespace>"},
       {"Both take writes: stop the applications of one side before anything else", ""}},
      {"A planned failover or drill, until the roles are swapped back.", "8h"}};
}

Runbook WalReceiverDown() {
  return {
      alerts::kCNPGDisasterRecoveryWALReceiverDown,
      "The disaster recovery cluster does not stream from its source. It may still read the WAL archive, "
      "minutes behind, or stand still. CloudNativePG's lag is 0 when nothing arrives, so do not trust it "
      "now.",
      {"The connection to the source: address, TLS certificate, password, firewall, `pg_hba`.",
       "The source is down, or has removed WAL that the standby needs (\"requested WAL segment ... has "
       "already been removed\") and the archive has no copy.",
       "It is built to follow the archive only: then it never streams, and this alert should be disabled.",
       "It was promoted: see [CNPGDisasterRecoveryNotInRecovery](CNPGDisasterRecoveryNotInRecovery.md)."},
      {StandbyStatus(),
       StandbyLogs(),
       {"The receiver and the last moment that was replayed",
        "kubectl -n <namespace> exec <pod> -c postgres -- psql -c \"SELECT status, conninfo FROM "
        "pg_stat_wal_receiver\" -c \"SELECT now() - pg_last_xact_replay_timestamp()\""},
       {"How it is to connect",
        "kubectl -n <namespace> get clusters.postgresql.cnpg.io <standby> -o "
        "jsonpath='{.spec.externalClusters}{\"\\n\"}'"}},
      {{"Correct certificate, password or address in the Secret or in `externalClusters`", ""},
       {"WAL is missing for good: make the standby anew from a fresh backup of the source", ""},
       {"It follows the archive by design: turn the alert off in lastgood.yaml",
        "# generate: {disabled: [CNPGDisasterRecoveryWALReceiverDown]}\nlastgood generate rules --out "
        "generated"}},
      {"The source or the line is down for announced work.", "4h"}};
}

Runbook ReplayLagHigh() {
  return {
      alerts::kCNPGDisasterRecoveryReplayLagHigh,
      "What the disaster recovery cluster has replayed is older than allowed (15 minutes unless "
      "`generate.disaster_recovery.max_lag` says otherwise). A failover now would lose that much. An idle "
      "source can look like lag too: nothing is written, so nothing is replayed.",
      {"A bulk load, an index build or VACUUM on the source; slow disk or CPU on the standby.",
       "The line is slow or was down; it reads from the archive, a segment at a time.",
       "A query on the standby holds up replay."},
      {StandbyStatus(),
       {"Received and replayed, and for how long",
        "kubectl -n <namespace> exec <pod> -c postgres -- psql -c \"SELECT pg_last_wal_receive_lsn(), "
        "pg_last_wal_replay_lsn(), now() - pg_last_xact_replay_timestamp() AS behind\""},
       {"Queries that hold up replay",
        "kubectl -n <namespace> exec <pod> -c postgres -- psql -c \"SELECT pid, now() - xact_start AS age, "
        "left(query, 80) FROM pg_stat_activity WHERE xact_start IS NOT NULL ORDER BY age DESC LIMIT 5\""},
       StandbyLogs()},
      {{"A query holds it up: end it",
        "kubectl -n <namespace> exec <pod> -c postgres -- psql -c \"SELECT pg_terminate_backend(<pid>)\""},
       {"It catches up: watch it shrink, do nothing", "kubectl cnpg status <standby> -n <namespace>"},
       {"It falls further behind: give it a faster disk or more CPU, or make it anew from a fresh backup",
        ""}},
      {"A bulk load is under way and its end is known.", "4h"}};
}

}  // namespace

std::vector<Runbook> OfStandby() {
  return {MetricsMissing(), NotInRecovery(), WalReceiverDown(), ReplayLagHigh()};
}

}  // namespace lastgood::runbooks
