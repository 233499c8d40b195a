// lastgood itself, and the heartbeat.
#include "rules/runbooks/lastgood.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Step Pods() {
  return {"Its pods, and what they say",
          "kubectl get pods -A -l app.kubernetes.io/name=lastgood -o wide\n"
          "kubectl -n <lastgood-namespace> logs <lastgood-pod> --since=1h"};
}

Step LastWords() {
  return {"Why it ended, if it restarts",
          "kubectl -n <lastgood-namespace> describe pod <lastgood-pod>\n"
          "kubectl -n <lastgood-namespace> logs <lastgood-pod> --previous"};
}

Runbook CollectorFailing() {
  return {
      alerts::kCollectorFailing,
      "lastgood has not read this source for three of its intervals. What it says of the objects behind it "
      "is old, and alerts about them stay silent on purpose: while this fires, nobody watches them.",
      {"`unavailable`, `timeout`: the API server, Loki or the store is down, or a network policy is in the "
       "way.",
       "`unauthorized`, `forbidden`: a token or key expired, a ClusterRole lacks a right (each collector's "
       "README names what it needs).",
       "`tls`, `clock_skew`, `wrong_region`, `throttled`, `malformed`: the finding says what was seen, and "
       "where."},
      {{"The reason in words (`<source>` is `kubernetes` or a key in lastgood.yaml)", "lastgood check"},
       {"The reasons, counted",
        "curl -s http://<lastgood>/metrics | grep -E "
        "'lastgood_collector_errors_total|lastgood_collector_success'"},
       Pods(),
       {"Whether its account may list what it must (here: the Backups of CloudNativePG)",
        "kubectl auth can-i list backups.postgresql.cnpg.io -A "
        "--as=system:serviceaccount:<lastgood-namespace>:<service-account>"}},
      {{"A right is missing: apply the ClusterRole of the collector's README", ""},
       {"A key or token expired: renew its file; it is read anew for every request", ""},
       {"It heals by itself when the source is back: the next pass ends the alert", ""}},
      {"The source is down for announced work, and you accept that its backups are not watched meanwhile.",
       "2h"}};
}

Runbook ObjectsUnreadable() {
  return {alerts::kObjectsUnreadable,
          "Single objects of this source cannot be read; everything else goes on. What is known of these "
          "objects is old, or they are not known at all.",
          {"`malformed`: an object lacks what its kind must have, often after an upgrade, or one written by "
           "hand.",
           "`too_large`: an object or answer beyond lastgood's limits.",
           "`not_found`: a kind or call that this version of the system does not have."},
          {{"Which objects, and what is wrong with them", "lastgood check"},
           {"How many, by reason", "curl -s http://<lastgood>/metrics | grep lastgood_collector_problems"},
           Pods()},
          {{"Correct or delete the object that is named", ""},
           {"It is valid, and lastgood is wrong: report it with the object, without its secrets", ""}},
          {"The object is known, harmless and cannot be changed now.", "7d"}};
}

Runbook Down() {
  return {
      alerts::kLastgoodDown,
      "Prometheus cannot scrape an instance of lastgood (warning), or none of them (critical). With another "
      "replica up nothing is lost; with none, no backup is watched.",
      {"The pod crashes, is out of memory, cannot be scheduled, or its node is down.",
       "The scrape is refused: TLS or password in the web config changed, a network policy, another port.",
       "Its config has a mistake and it was restarted: then it does not start (exit code 2, one line says "
       "where)."},
      {Pods(),
       LastWords(),
       {"What Prometheus says about the target",
        "curl -s 'http://<prometheus>/api/v1/targets?state=active' | jq -r '.data.activeTargets[] | "
        "select(.labels.job==\"<job>\") | [.labels.instance,.health,.lastError] | @tsv'"},
       {"Whether it answers", "curl -sS http://<lastgood>/-/healthy"}},
      {{"A mistake in the config: the last line of its log says file, line and column", ""},
       {"Out of memory: raise the limit of the container", ""},
       {"It hangs: restart it. It reads everything anew; only failures that their system has deleted since "
        "are forgotten, unless it keeps its state (--state.dir)",
        "kubectl -n <lastgood-namespace> delete pod <lastgood-pod>"},
       {"Meanwhile, ask by hand", "lastgood check"}},
      {"One instance is down on purpose while another is up. Never when all are.", "2h"}};
}

Runbook Absent() {
  return {
      alerts::kLastgoodAbsent,
      "Prometheus has no target of lastgood at all: not down, but unknown. No backup is watched, and every "
      "other alert of these rules is silent.",
      {"It was uninstalled, scaled to zero, or never installed in this cluster.",
       "The ServiceMonitor or scrape config no longer selects it: the `release` label, the namespace "
       "selector, the port's name.",
       "The job is called otherwise than `generate.job` in lastgood.yaml says (`lastgood`)."},
      {Pods(),
       {"Which jobs Prometheus scrapes", "promtool query instant http://<prometheus> 'count by (job) (up)'"},
       {"The ServiceMonitor and its labels, and the Service behind it",
        "kubectl get servicemonitors,services -A -l app.kubernetes.io/name=lastgood --show-labels"}},
      {{"The job has another name: set `generate.job` to it, and generate the rules anew",
        "lastgood generate rules --out generated"},
       {"Prometheus does not select the ServiceMonitor: give it the label that it wants",
        "kubectl get prometheuses.monitoring.coreos.com -A -o "
        "jsonpath='{.items[*].spec.serviceMonitorSelector}{\"\\n\"}'"},
       {"Meanwhile, ask by hand", "lastgood check"}},
      ""};
}

Runbook ReloadFailed() {
  return {
      alerts::kLastgoodConfigReloadFailed,
      "lastgood was told to reload its config and refused it, because it has a mistake. The old config stays "
      "in force. A restart now would not come up.",
      {"A key that does not exist or is repeated, a wrong type, a secret's file that cannot be read."},
      {{"Where the mistake is: file, line, column and a suggestion",
        "kubectl -n <lastgood-namespace> logs <lastgood-pod> | grep -i reload | tail -3"},
       {"The same, from a copy of the file, without touching what runs",
        "lastgood generate rules --config lastgood.yaml --out /tmp/rules-check"}},
      {{"Correct the file and reload (SIGHUP, or with --web.enable-lifecycle:)",
        "curl -X POST http://<lastgood>/-/reload"}},
      {"The old config is good enough until the correction is rolled out.", "4h"}};
}

Runbook LabelsRenamed() {
  return {
      alerts::kLastgoodLabelsRenamed,
      "Prometheus puts its own `namespace` on lastgood's series and moves theirs to `exported_namespace`. "
      "Alerts then name lastgood's namespace instead of the object's, and objects of the same name fall "
      "together.",
      {"The ServiceMonitor or scrape config lacks `honorLabels: true` (`honor_labels: true`)."},
      {{"The series as Prometheus has them",
        "promtool query instant http://<prometheus> 'topk(3, lastgood_object_info)'"},
       {"The ServiceMonitor",
        "kubectl get servicemonitors -A -l app.kubernetes.io/name=lastgood -o yaml | grep -n -i honor"}},
      {{"Set `honorLabels: true` on the endpoint of the ServiceMonitor (better: dashboards work unchanged)",
        ""},
       {"Or set `generate.namespace_label: exported_namespace` in lastgood.yaml, and generate everything "
        "anew",
        "lastgood generate all --out generated"}},
      {"The change is on its way.", "1d"}};
}

Runbook Watchdog() {
  return {alerts::kWatchdog,
          "It always fires; that is its purpose. It travels the way of every alert, to a service outside "
          "that calls you when it stops coming. When it is missing, Prometheus, Alertmanager or the way "
          "between them is broken, and no alert reaches you.",
          {"Prometheus is down, out of memory, or has lost its rules.",
           "Alertmanager is down, or Prometheus does not know its address.",
           "The route of the heartbeat, its receiver or the network to the service outside is broken."},
          {{"Whether Prometheus runs and fires it",
            "promtool query instant http://<prometheus> 'ALERTS{alertname=\"Watchdog\"}'"},
           {"Whether Alertmanager has it",
            "amtool --alertmanager.url=http://<alertmanager> alert query alertname=Watchdog"},
           {"Where Alertmanager sends it",
            "amtool --alertmanager.url=http://<alertmanager> config routes test alertname=Watchdog "
            "severity=none"},
           {"What Alertmanager could not send",
            "curl -s http://<alertmanager>/metrics | grep alertmanager_notifications_failed_total"}},
          {{"Restart what is down; look at its log for the reason",
            "kubectl get pods -A | grep -E 'prometheus|alertmanager'"},
           {"The route was lost: generate the Alertmanager config anew, check it and load it",
            "lastgood generate alertmanager --out generated"}},
          ""};
}

}  // namespace

std::vector<Runbook> OfLastgood() {
  return {CollectorFailing(), ObjectsUnreadable(), Down(),    Absent(),
          ReloadFailed(),     LabelsRenamed(),     Watchdog()};
}

}  // namespace lastgood::runbooks
