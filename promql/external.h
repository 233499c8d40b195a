// The second catalogue: metrics of other exporters that rules read, with the labels that rules rely on. Names
// and labels are those of the exporters' own sources; each entry says whose. Pure data.
#pragma once

#include "catalog/metric.h"

namespace lastgood {

template <Labels kLabels>
struct External {
  std::string_view name;      // of the metric
  std::string_view exporter;  // that exposes it, for people

  consteval External(std::string_view metric, std::string_view of) : name(metric), exporter(of) {
    for (char c : metric)
      if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && c != ':' &&
          !(c >= '0' && c <= '9'))
        throw "not the name of a metric";
  }
};

namespace external {

inline constexpr Labels kPodLabels{Label::kNamespace, Label::kPod};

// Prometheus itself.
inline constexpr External<Labels{}> kUp{"up", "Prometheus"};
inline constexpr External<Labels{}> kProcessStart{"process_start_time_seconds", "every exporter"};
inline constexpr External<Labels{}> kProcessCpu{"process_cpu_seconds_total", "every exporter"};
inline constexpr External<Labels{}> kProcessMemory{"process_resident_memory_bytes", "every exporter"};
inline constexpr External<Labels{}> kScrapeDuration{"scrape_duration_seconds", "Prometheus"};
inline constexpr External<Labels{Label::kNamespace, Label::kAlertName, Label::kAlertState, Label::kSeverity}>
    kAlerts{"ALERTS", "Prometheus"};

// CloudNativePG: pkg/management/postgres/webserver/metricserver/pg_collector.go and the default queries.
inline constexpr External<kPodLabels> kCnpgUp{"cnpg_collector_up", "CloudNativePG"};
inline constexpr External<kPodLabels | Labels{Label::kValue}> kCnpgWalFiles{
    "cnpg_collector_pg_wal_archive_status", "CloudNativePG"};
inline constexpr External<kPodLabels> kCnpgLastArchived{"cnpg_pg_stat_archiver_last_archived_time",
                                                        "CloudNativePG"};
inline constexpr External<kPodLabels> kCnpgLastArchiveFailed{"cnpg_pg_stat_archiver_last_failed_time",
                                                             "CloudNativePG"};
inline constexpr External<kPodLabels> kCnpgLastBackup{"cnpg_collector_last_available_backup_timestamp",
                                                      "CloudNativePG"};
inline constexpr External<kPodLabels> kBarmanLastBackup{
    "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp", "plugin-barman-cloud"};
inline constexpr External<kPodLabels> kCnpgInRecovery{"cnpg_pg_replication_in_recovery", "CloudNativePG"};
inline constexpr External<kPodLabels> kCnpgWalReceiver{"cnpg_pg_replication_is_wal_receiver_up",
                                                       "CloudNativePG"};
inline constexpr External<kPodLabels> kCnpgLag{"cnpg_pg_replication_lag", "CloudNativePG"};

// kube-state-metrics: docs/metrics/workload.
inline constexpr External<Labels{Label::kNamespace, Label::kDeployment}> kDeploymentAvailable{
    "kube_deployment_status_replicas_available", "kube-state-metrics"};
inline constexpr External<Labels{Label::kNamespace, Label::kCronJob}> kCronJobLastSuccess{
    "kube_cronjob_status_last_successful_time", "kube-state-metrics"};
inline constexpr External<Labels{Label::kNamespace, Label::kCronJob}> kCronJobCreated{"kube_cronjob_created",
                                                                                      "kube-state-metrics"};
inline constexpr External<Labels{Label::kNamespace, Label::kCronJob}> kCronJobSuspended{
    "kube_cronjob_spec_suspend", "kube-state-metrics"};
inline constexpr External<Labels{Label::kNamespace, Label::kJobName}> kJobStart{"kube_job_status_start_time",
                                                                                "kube-state-metrics"};
inline constexpr External<Labels{Label::kNamespace, Label::kJobName}> kJobFailed{"kube_job_status_failed",
                                                                                 "kube-state-metrics"};

// Loki 2.9 to 3.7 and Alloy. Their other labels drift from version to version and are not relied on.
inline constexpr External<Labels{Label::kNamespace}> kLokiReceived{"loki_distributor_bytes_received_total",
                                                                   "Loki"};
inline constexpr External<Labels{Label::kNamespace, Label::kReason}> kLokiDiscarded{
    "loki_discarded_samples_total", "Loki"};
inline constexpr External<Labels{Label::kNamespace}> kLokiFlushFailed{
    "loki_ingester_chunks_flush_failures_total", "Loki"};
inline constexpr External<Labels{Label::kNamespace}> kLokiWalDiskFull{
    "loki_ingester_wal_disk_full_failures_total", "Loki"};
// A fraction, whatever its name says; newer versions refuse writes above 0.9.
inline constexpr External<Labels{Label::kNamespace}> kLokiWalDiskUsage{"loki_ingester_wal_disk_usage_percent",
                                                                       "Loki"};
inline constexpr External<Labels{Label::kNamespace, Label::kReason}> kAlloyDropped{
    "loki_write_dropped_entries_total", "Alloy"};
inline constexpr External<Labels{Label::kNamespace}> kAlloySent{"loki_write_sent_bytes_total", "Alloy"};

// Longhorn: longhorn-manager/metrics_collector. Until 1.10 a number, since 1.11 one series for each state.
inline constexpr External<Labels{Label::kVolume, Label::kState}> kLonghornRobustness{
    "longhorn_volume_robustness", "Longhorn"};
inline constexpr External<Labels{Label::kVolume, Label::kBackup}> kLonghornBackupState{
    "longhorn_backup_state", "Longhorn"};

// Velero: pkg/metrics/metrics.go. The namespace is the scraped pod's.
inline constexpr Labels kVeleroLabels{Label::kNamespace, Label::kSchedule};
inline constexpr External<kVeleroLabels> kVeleroLastSuccess{"velero_backup_last_successful_timestamp",
                                                            "Velero"};
inline constexpr External<kVeleroLabels> kVeleroFailed{"velero_backup_failure_total", "Velero"};
inline constexpr External<kVeleroLabels> kVeleroPartial{"velero_backup_partial_failure_total", "Velero"};
inline constexpr External<kVeleroLabels> kVeleroInvalid{"velero_backup_validation_failure_total", "Velero"};

// What host jobs push or leave in a text file; a convention, not a project.
inline constexpr External<Labels{Label::kExportedJob}> kHostSuccess{"backup_success", "host jobs"};
inline constexpr External<Labels{Label::kExportedJob}> kHostTimestamp{"backup_timestamp", "host jobs"};
inline constexpr External<Labels{Label::kPrefix}> kOciBucketSize{"oci_bucket_size_bytes", "host jobs"};
inline constexpr External<Labels{}> kOciBucketLimit{"oci_bucket_limit_bytes", "host jobs"};

}  // namespace external
}  // namespace lastgood
