// Logs, by lastgood's own metrics.
#include "rules/runbooks/logs.h"

#include "model/alerts.h"
#include "model/names.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook Silent() {
  return {
      alerts::kLogsSilent,
      "An expected stream has had no new entry for longer than its `max_silence`. Either the workload is "
      "quiet or down, or its logs no longer arrive: what happens now leaves no trace.",
      {"The workload is scaled to zero, crashes before it logs, or was renamed, so that the selector finds "
       "nothing.",
       "The collecting agent (Alloy, Promtail) is down on its node, or drops entries.",
       "Loki discards them ([LogsDiscarded](LogsDiscarded.md)), or its clock and the sender's differ."},
      {CheckSystem(systems::kLoki),
       {"The newest entries of the stream, from further back",
        "logcli query --addr=http://<loki> --since=24h --limit=5 '<selector>'"},
       {"Which namespaces write at all",
        "logcli volume --addr=http://<loki> --since=1h '{namespace=~\".+\"}'"},
       {"The workload and its own log",
        "kubectl -n <workload-namespace> get pods\nkubectl -n <workload-namespace> logs <pod> --tail=20"},
       {"The agents", "kubectl get pods -A -l app.kubernetes.io/name=alloy -o wide"}},
      {{"The agent of that node hangs: restart it", "kubectl -n <alloy-namespace> delete pod <pod>"},
       {"The workload was renamed: correct `selector` of the stream in lastgood.yaml", ""},
       {"It is quiet by nature: raise `max_silence` of the stream in lastgood.yaml", ""}},
      {"The workload is down on purpose.", "8h"}};
}

Runbook Discarded() {
  return {
      alerts::kLogsDiscarded,
      "Loki receives entries and throws them away: they are lost. The label `reason` is Loki's own word for "
      "why.",
      {"`rate_limited`, `per_stream_rate_limit`: a workload logs far more than usual.",
       "`stream_limit`: a label with too many values (a request id, a pod's name that changes).",
       "`line_too_long`; `greater_than_max_sample_age`, `too_far_behind`, `too_far_in_future`: old or wrong "
       "timestamps, often an agent that catches up."},
      {CheckSystem(systems::kLoki),
       {"Who writes how much (bytes by namespace, the last hour)",
        "logcli volume --addr=http://<loki> --since=1h '{namespace=~\".+\"}'"},
       {"Which label has too many values", "logcli series --addr=http://<loki> --analyze-labels '{}'"},
       {"The limits in force", "curl -s http://<loki>/config | grep -A60 limits_config"}},
      {{"Find the noisy workload and lower its log level: it is nearly always one", ""},
       {"`rate_limited`: raise `ingestion_rate_mb` and `ingestion_burst_size_mb` in `limits_config`", ""},
       {"`per_stream_rate_limit`: raise `per_stream_rate_limit` and its `_burst`, or split the stream", ""},
       {"`line_too_long`: raise `max_line_size`, or cut lines in the agent. `greater_than_max_sample_age`: "
        "raise `reject_old_samples_max_age` while an agent catches up",
        ""},
       {"`stream_limit`: take the label out in the agent; raise `max_global_streams_per_user` only for the "
        "moment",
        ""}},
      {"The lost entries are known noise, and the workload is being fixed.", "4h"}};
}

Runbook IngestionDown() {
  return {
      alerts::kLogsIngestionDown,
      "Loki says that it is not ready, or receives nothing any more although it did an hour ago. Agents keep "
      "entries for a while; what does not fit is lost.",
      {"Ingesters restart, wait for their ring or are out of memory; the WAL disk or the object store is "
       "full.",
       "The gateway, DNS or a network policy between agents and Loki; expired credentials of the agents."},
      {CheckSystem(systems::kLoki),
       {"Loki's own words", "curl -s http://<loki>/ready"},
       {"Its pods and what they say",
        "kubectl -n <loki-namespace> get pods -o wide\n"
        "kubectl -n <loki-namespace> logs <pod> --since=30m | grep -iE 'level=(error|warn)' | tail -30"},
       {"Whether senders are refused",
        "kubectl get pods -A -l app.kubernetes.io/name=alloy\n"
        "kubectl -n <alloy-namespace> logs <pod> --since=30m | grep -iE 'final error|status=(4|5)' | tail"}},
      {{"A full WAL disk: see [LokiWALDiskFull](LokiWALDiskFull.md)", ""},
       {"The object store refuses: see [LokiFlushFailing](LokiFlushFailing.md)", ""},
       {"Pods that hang, one after the other: wait for each to be ready",
        "kubectl -n <loki-namespace> delete pod <pod>"},
       {"Agents that cannot send: correct the address or the credentials, and restart them", ""}},
      {"Announced work on Loki.", "2h"}};
}

}  // namespace

std::vector<Runbook> OfLogs() { return {Silent(), Discarded(), IngestionDown()}; }

}  // namespace lastgood::runbooks
