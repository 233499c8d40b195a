#include "rules/runbooks/steps.h"

#include <fmt/format.h>

namespace lastgood {
namespace runbooks {

Step Check() {
  return {"What lastgood knows, with the reason and the next step", "lastgood check -n <namespace>"};
}

Step CheckSystem(std::string_view of) {
  return {"What lastgood knows, with the reason and the next step",
          fmt::format("lastgood check --system {}", of)};
}

Step Ignore(std::string_view when) {
  return {fmt::format("{}: say why on the object, and the alert ends for good", when),
          "kubectl -n <namespace> annotate clusters.postgresql.cnpg.io <name> lastgood.dev/ignore='<why>'  # "
          "cnpg\n"
          "kubectl -n <namespace> annotate pvc <name> lastgood.dev/ignore='<why>'  # longhorn"};
}

}  // namespace runbooks

const std::vector<Placeholder>& Placeholders() {
  static const std::vector<Placeholder> placeholders = {
      {"backup", "the name of a Backup that the command before lists"},
      {"volume", "the name of a Longhorn volume, `pvc-...`"},
      {"recurring-job", "the name of a Longhorn RecurringJob"},
      {"schedule", "the name of a Velero Schedule or a CloudNativePG ScheduledBackup"},
      {"group", "the group of a Longhorn RecurringJob"},
      {"pod", "the name of a pod that the command before lists, or the alert's label"},
      {"drill", "the CronJob of the restore drill: the setting `generate.restore_test.cronjob`"},
      {"standby", "the disaster recovery cluster: the setting `generate.disaster_recovery.cluster`"},
      {"unit", "the systemd unit of a host job"},
      {"alias", "an S3 server as `mc alias set` named it"},
      {"bucket-name", "the bucket's own name; the alert's label `bucket` is its key in lastgood.yaml"},
      {"copy-name", "the name of the bucket that the copy goes to"},
      {"rule", "the id of a lifecycle rule, as the finding names it"},
      {"key", "the name of an object in the bucket"},
      {"quota", "a size as mc takes it, 100GiB"},
      {"endpoint", "host and port of the store, as the destination's URL or Secret has it"},
      {"secret", "the Secret that the command before prints"},
      {"drill-job", "the newest Job of the drill, as the command before lists it"},
      {"alloy", "the name of Alloy's DaemonSet"},
      {"cnpg-cluster", "the CloudNativePG Cluster whose backup the drill restores"},
      {"pid", "the process id that the command before prints"},
      {"pvc", "the claim that the command before prints"},
      {"service-account", "the ServiceAccount of the pod"},
      {"size", "a Kubernetes quantity, 20Gi"},
      {"selector",
       "a LogQL stream selector, `{namespace=\"app\"}`: the stream's `selector` in lastgood.yaml"},
      {"loki", "the address of Loki, host:port"},
      {"loki-namespace", "the namespace that Loki runs in"},
      {"workload-namespace", "the namespace of the workload whose logs are missed"},
      {"alloy-namespace", "the namespace that Alloy runs in"},
      {"lastgood", "the address of lastgood, host:9847"},
      {"lastgood-namespace", "the namespace that lastgood runs in"},
      {"lastgood-pod", "the pod that lastgood runs in"},
      {"prometheus", "the address of Prometheus, host:9090"},
      {"alertmanager", "the address of Alertmanager, host:9093"},
      {"search", "the address of OpenSearch or Elasticsearch, host:port"},
      {"policy", "the name of a snapshot policy of OpenSearch or Elasticsearch"},
      {"snapshot", "the id or name of a snapshot; `<newer-snapshot>` the one after it"},
      {"newer-snapshot", "see `<snapshot>`"},
      {"you", "your name, so that others know whom to ask"},
      {"why", "your reason, for whoever reads it next year"},
  };
  return placeholders;
}

}  // namespace lastgood
