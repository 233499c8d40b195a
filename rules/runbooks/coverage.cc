// What nothing covers, and declared components.
#include "rules/runbooks/coverage.h"

#include "model/alerts.h"
#include "rules/runbooks/steps.h"

namespace lastgood::runbooks {
namespace {

Runbook NotCovered() {
  return {
      alerts::kNotCovered,
      "A bound claim holds data, and no backup system that lastgood reads holds a backup of it. If the "
      "volume were "
      "lost now, nothing could be restored.",
      {"It is new, and no schedule selects it: another namespace, other labels, another storage class.",
       "Something outside the cluster holds it (a job on the host, an application's own dump)."},
      {{"Which mechanism says what about it", "lastgood check --namespace <namespace>"},
       {"The claim, and who mounts it", "kubectl -n <namespace> describe pvc <name>"},
       {"What the newest Velero backup really holds", "velero backup describe <backup> --details"}},
      {{"Let a schedule take it: its namespace and labels, a snapshot class, or file system backup of the "
        "pod",
        ""},
       {"Something else holds it: say so under `components` in lastgood.yaml (`holds`, `needs`), then reload",
        ""},
       Ignore("the data can be made anew")},
      {"A schedule was added, and its first run is still to come.", "1d"}};
}

Runbook TooFewCopies() {
  return {
      alerts::kTooFewCopies,
      "`objectives` in lastgood.yaml say how many copies of this data there must be (`copies`), or how many "
      "of "
      "them apart from it (`copies_apart`); fewer have a good recovery point. One fault can take them all.",
      {"A second mechanism stopped, never had a good backup, or its backups do not restore.",
       "Every copy lies in the same cluster, on the same storage, or behind an endpoint inside the "
       "cluster.",
       "A copy of the bucket to another place fell behind: see [CopyBehind](CopyBehind.md)."},
      {{"Which mechanisms hold it, side by side", "lastgood check --namespace <namespace>"},
       {"How many copies are known",
        "curl -s http://<lastgood>/metrics | grep -E 'lastgood_copies(_apart)?(_objective)?\\{'"}},
      {{"Fix the mechanism that stopped: its own alert tells how", ""},
       {"Add a copy in another place, and declare it under `copies` in lastgood.yaml", ""}},
      {"A second place is ordered and not there yet.", "7d"}};
}

Runbook ComponentUnprotected() {
  return {
      alerts::kComponentUnprotected,
      "lastgood.yaml declares a component of the service (`components`), and what it `needs` is missing or "
      "at risk: "
      "the service as a whole cannot be restored.",
      {"Missing: nothing that lastgood reads has that system, namespace, kind and name. It was renamed, "
       "deleted, "
       "never set up, or its source is not configured.",
       "At risk: the object is there, and nothing backs it up. It has an alert of its own: see "
       "[Unprotected](Unprotected.md)."},
      {{"What it needs, and what was found", "lastgood check"},
       {"How the component stands", "curl -s http://<lastgood>/metrics | grep lastgood_component_protected"}},
      {{"Set the mechanism up again, or correct `needs` in lastgood.yaml, then reload (SIGHUP, or with "
        "--web.enable-lifecycle:)",
        "curl -X POST http://<lastgood>/-/reload"},
       {"It is not to be backed up: say `ephemeral: true` or `ignore: <why>` instead of `needs`", ""}},
      {"The component moves from one system to another.", "1d"}};
}

Runbook ComponentStale() {
  return {alerts::kComponentStale,
          "The whole component can only be restored up to a moment that is older than its objective allows: "
          "`max_age` "
          "of the component or of its object, or the annotation `lastgood.dev/max-age`.",
          {"The newest backup of one of the objects that it needs is late or failed; see "
           "[BackupStale](BackupStale.md) and [BackupFailed](BackupFailed.md).",
           "The schedule is slower than the objective: it can never be met."},
          {{"The recovery point of the component, and of the objects that it needs", "lastgood check"},
           {"The same as metrics",
            "curl -s http://<lastgood>/metrics | grep lastgood_component_recovery_point_timestamp_seconds"}},
          {{"Make a backup now of the object whose recovery point is the oldest", ""},
           {"Run the schedule more often, or allow more in lastgood.yaml", ""}},
          {"A backup runs and will end soon.", "4h"}};
}

}  // namespace

std::vector<Runbook> OfCoverage() {
  return {NotCovered(), TooFewCopies(), ComponentUnprotected(), ComponentStale()};
}

}  // namespace lastgood::runbooks
