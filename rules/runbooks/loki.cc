// Loki and Alloy, by their own series.
#include "rules/runbooks/loki.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Step LokiPods() {
  return {"Loki's pods, and what they say",
          "kubectl -n <namespace> get pods -o wide\n"
          "kubectl -n <namespace> logs <pod> --since=30m | grep -iE 'level=(error|warn)' | tail -30"};
}

Step AlloyLogs() {
  return {"What Alloy says",
          "kubectl -n <namespace> get pods -o wide\n"
          "kubectl -n <namespace> logs <pod> --since=30m | grep -iE 'level=(error|warn)' | tail -30"};
}

Step Volume() {
  return {"Who writes how much", "logcli volume --addr=http://<loki> --since=1h '{namespace=~\".+\"}'"};
}

Runbook Discarding() {
  return {
      alerts::kLokiDiscardingLogs,
      "Loki receives entries and throws them away; the label `reason` is Loki's own word for why. It speaks "
      "where lastgood does not pass these counters through itself ([LogsDiscarded](LogsDiscarded.md)).",
      {"`rate_limited`, `per_stream_rate_limit`: a workload logs far more than usual.",
       "`stream_limit`: a label with too many values. `line_too_long`; old or wrong timestamps: "
       "`greater_than_max_sample_age`, `too_far_behind`."},
      {Volume(),
       {"Which label has too many values", "logcli series --addr=http://<loki> --analyze-labels '{}'"},
       LokiPods()},
      {{"Find the noisy workload and lower its log level", ""},
       {"Raise the limit in `limits_config` for the reason: the list in [LogsDiscarded](LogsDiscarded.md)",
        ""}},
      {"The lost entries are known noise, and the workload is being fixed.", "4h"}};
}

Runbook IngestionStopped() {
  return {
      alerts::kLokiIngestionStopped,
      "Loki received logs an hour ago and receives none now, although it is scraped. Agents keep entries for "
      "a while; what does not fit is lost.",
      {"The way between agents and Loki: gateway, DNS, network policy, credentials, a renamed tenant.",
       "Loki refuses: limits, a full WAL disk, no healthy ingester in the ring.",
       "All agents stopped, for example by one bad configuration: see "
       "[AlloySendingStopped](AlloySendingStopped.md)."},
      {LokiPods(),
       {"Whether it is ready", "curl -s http://<loki>/ready"},
       {"The agents, and whether they are refused",
        "kubectl get pods -A -l app.kubernetes.io/name=alloy\n"
        "kubectl -n <alloy-namespace> logs <pod> --since=30m | grep -iE 'final error|status=(4|5)' | tail"}},
      {{"Undo the last change to agents, gateway or credentials", ""},
       {"Agents that hang: restart them", "kubectl -n <alloy-namespace> rollout restart daemonset <alloy>"},
       {"Ingesters that hang, one after the other: wait for each to be ready",
        "kubectl -n <namespace> delete pod <pod>"}},
      {"Announced work on Loki.", "2h"}};
}

Runbook MetricsMissing() {
  return {alerts::kLokiMetricsMissing,
          "Loki's distributor was scraped within the last day and is not any more. Lost logs would not show: "
          "the other alerts on Loki's series are blind.",
          {"Loki was moved, renamed or removed; its ServiceMonitor is gone or no longer selected.",
           "Its pods are down: then logs are lost as well."},
          {LokiPods(),
           {"What Prometheus says about it",
            "promtool query instant http://<prometheus> 'up{namespace=\"<namespace>\"}'"},
           {"What selects it", "kubectl get servicemonitors,podmonitors -A | grep -i loki"}},
          {{"Restore the ServiceMonitor, with the labels that Prometheus selects by", ""},
           {"It was removed on purpose: the alert ends by itself a day after its last sample", ""}},
          {"Loki was removed or is being moved.", "1d"}};
}

Runbook FlushFailing() {
  return {alerts::kLokiFlushFailing,
          "Ingesters cannot write chunks to the object store. Entries stay in memory and in the WAL: memory "
          "and disk fill, and an ingester that dies may lose them.",
          {"The store refuses: keys, bucket full, endpoint, certificate; or it throttles.",
           "The network between Loki and the store."},
          {LokiPods(),
           {"What the flush says",
            "kubectl -n <namespace> logs <pod> --since=30m | grep -i 'failed to flush' | tail -5"},
           {"The store, from your own machine", "mc ls <alias>/<bucket-name>"},
           {"Room left in it", "lastgood check --system s3"}},
          {{"Renew the keys or make room ([BucketNearLimit](BucketNearLimit.md)); flushing goes on by itself",
            ""},
           {"Do not restart ingesters while it fails: the WAL is replayed, but nothing is written any sooner",
            ""}},
          {"The store is down for announced work, and ingesters have memory and disk for that long.", "1h"}};
}

Runbook WalDiskFull() {
  return {alerts::kLokiWALDiskFull,
          "The disk of an ingester's write-ahead log is full, or so full (90 % by default in newer versions) "
          "that the ingester refuses writes. Where it still accepts them, they are not in the WAL and a "
          "crash loses them.",
          {"Chunks are not flushed ([LokiFlushFailing](LokiFlushFailing.md)), so the WAL is not cut.",
           "The disk is too small for the rate, or something else lies on it."},
          {{"How full it is (the path is `ingester.wal.dir`; by default under /var/loki)",
            "kubectl -n <namespace> get pvc\nkubectl -n <namespace> exec <pod> -- df -h"},
           LokiPods()},
          {{"Flushing fails: fix that first", ""},
           {"Enlarge the claim, if its StorageClass allows it",
            "kubectl -n <namespace> patch pvc <pvc> -p "
            "'{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"<size>\"}}}}'"},
           {"Do not delete files of the WAL while the ingester runs: they hold what is not flushed yet", ""}},
          {"The disk is being enlarged.", "30m"}};
}

Runbook AlloyDropping() {
  return {alerts::kAlloyDroppingLogs,
          "Alloy has given up on entries: it tried, Loki did not take them, they are gone. The label "
          "`reason` says why.",
          {"`ingester_error`: Loki was unreachable or broken for longer than Alloy retries.",
           "`rate_limited`, `stream_limited`, `line_too_long`: Loki's limits; see "
           "[LogsDiscarded](LogsDiscarded.md).",
           "`queue_is_full`: more is read than can be sent."},
          {AlloyLogs(), {"Whether Loki takes anything", "curl -s http://<loki>/ready"}, Volume()},
          {{"Loki is broken: fix it first ([LogsIngestionDown](LogsIngestionDown.md))", ""},
           {"Limits: raise them, or lower what is sent (drop debug lines in `loki.process`)", ""},
           {"Let Alloy keep more through an outage: raise `max_backoff_retries` in the `endpoint` of "
            "`loki.write`",
            ""}},
          {"Loki is down for announced work, and losing these entries is accepted.", "2h"}};
}

Runbook AlloyStopped() {
  return {
      alerts::kAlloySendingStopped,
      "Alloy sent logs an hour ago and sends none now, although it is scraped.",
      {"A new configuration failed, or its components are unhealthy.",
       "It found no targets: labels or namespaces changed, or it lost the right to read pods.",
       "It cannot reach Loki, and holds entries back."},
      {AlloyLogs(),
       {"Its components (then open http://localhost:12345)",
        "kubectl -n <namespace> port-forward <pod> 12345"},
       {"Whether it may read pods and their logs",
        "kubectl auth can-i get pods/log -A --as=system:serviceaccount:<namespace>:<service-account>"}},
      {{"Undo the last change of its configuration", "kubectl -n <namespace> rollout undo daemonset <alloy>"},
       {"Restart it", "kubectl -n <namespace> rollout restart daemonset <alloy>"}},
      {"Announced work on Alloy or Loki.", "2h"}};
}

}  // namespace

std::vector<Runbook> OfLoki() {
  return {Discarding(),  IngestionStopped(), MetricsMissing(), FlushFailing(),
          WalDiskFull(), AlloyDropping(),    AlloyStopped()};
}

}  // namespace lastgood::runbooks
