// The catalogue: every metric, declared once. docs/metrics.md is generated from it. Pure data.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "catalog/object_metrics.h"
#include "catalog/system_metrics.h"

namespace lastgood::catalog {

// By section, in the order in which they are exposed.
inline constexpr auto kObjectMetrics = std::to_array<MetricInfo>({kObjectInfo,
                                                                  kObjectPolicyInfo,
                                                                  kObjectObserved,
                                                                  kObjectCreated,
                                                                  kObjectProtected,
                                                                  kObjectUnread,
                                                                  kObjectStoreRisks,
                                                                  kBackupLastSuccess,
                                                                  kBackupLastFailure,
                                                                  kBackupDeadline,
                                                                  kBackupCriticalDeadline,
                                                                  kBackupRunningSince,
                                                                  kBackupRunningDeadline,
                                                                  kBackupLastSuccessDuration,
                                                                  kBackupLastSuccessSize,
                                                                  kBackupLastSuccessTransferred,
                                                                  kBackupTypicalSize,
                                                                  kBackupStored,
                                                                  kBackupStoredObjects,
                                                                  kBackups,
                                                                  kRecoveryPoint,
                                                                  kRecoveryWindowStart,
                                                                  kRetention,
                                                                  kRetentionBackups,
                                                                  kRetentionMargin,
                                                                  kBackupExpires,
                                                                  kWalArchiving,
                                                                  kWalMissing,
                                                                  kProvenRestorable,
                                                                  kProof,
                                                                  kRecoveryEvidence,
                                                                  kRestoreTestLastSuccess,
                                                                  kRestoreTestLastFailure,
                                                                  kRestoreTestDeadline,
                                                                  kRestoreTestRecoveredTo,
                                                                  kRestoreTestDuration,
                                                                  kRestoreTestMaxDataAge,
                                                                  kBackupFilesNew,
                                                                  kBackupFilesChanged});
inline constexpr auto kPolicyMetrics = std::to_array<MetricInfo>(
    {kScheduleInfo, kScheduleNextRun, kScheduleLastRun, kScheduleSuspended, kScheduleValid});
inline constexpr auto kDestinationMetrics = std::to_array<MetricInfo>(
    {kDestinationInfo, kDestinationAvailable, kDestinationLastCheck, kDestinationCheckDeadline,
     kDestinationMaintenance, kDestinationMaintenanceDeadline});
inline constexpr auto kBucketMetrics = std::to_array<MetricInfo>(
    {kBucketSize, kBucketObjects, kBucketNewest, kBucketOldest, kBucketUsed, kBucketCounted, kBucketRisks,
     kBucketLimit, kBucketListed, kBucketListingDeadline, kBucketListDuration, kBucketListRequests,
     kBucketFeature, kCopyMissingObjects, kCopyMissing, kCopyOldestMissing, kCopyDeadline, kCopyChecked});
inline constexpr auto kLogsMetrics =
    std::to_array<MetricInfo>({kLogsReady, kLogsNewestEntry, kLogsStreamDeadline, kLogsStreamChecked,
                               kLogsWindowSize, kLogsWindow, kLogsReceived, kLogsDiscarded});
inline constexpr auto kCoverageMetrics = std::to_array<MetricInfo>(
    {kCovered, kCopies, kCopiesApart, kCopiesObjective, kCopiesApartObjective, kComponentProtected,
     kComponentRecoveryPoint, kComponentObserved, kComponentObjective, kComponentRestoreDuration});
inline constexpr auto kExporterMetrics = std::to_array<MetricInfo>(
    {kCollectorSuccess, kCollectorDuration, kCollectorLastSuccess, kCollectorStarted, kCollectorInterval,
     kCollectorObjects, kCollectorErrors, kCollectorProblems, kConfigReloadSuccessful, kConfigReloadSuccess,
     kStateRead, kStateWritten, kStateLastWrite, kStateSize, kBuildInfo});

template <std::size_t... kSizes>
consteval auto Joined(const std::array<MetricInfo, kSizes>&... sections) {
  std::array<MetricInfo, (kSizes + ...)> all;
  auto next = all.begin();
  ((next = std::copy(sections.begin(), sections.end(), next)), ...);
  return all;
}

// Every metric.
inline constexpr auto kCatalog = Joined(kObjectMetrics, kPolicyMetrics, kDestinationMetrics, kBucketMetrics,
                                        kLogsMetrics, kCoverageMetrics, kExporterMetrics);

// The metric's place in kCatalog. A metric that is declared but in no section does not compile.
consteval std::size_t IndexOf(const MetricInfo& metric) {
  for (std::size_t i = 0; i < kCatalog.size(); ++i)
    if (kCatalog[i].name == metric.name) return i;
  throw "the metric is in no section of the catalogue";
}

struct CatalogSection {
  std::string_view title;
  std::span<const MetricInfo> metrics;
};

inline constexpr CatalogSection kCatalogSections[] = {
    {"What can be lost", kObjectMetrics},
    {"Policies", kPolicyMetrics},
    {"Destinations", kDestinationMetrics},
    {"Buckets", kBucketMetrics},
    {"Logs", kLogsMetrics},
    {"Coverage and components", kCoverageMetrics},
    {"The exporter itself", kExporterMetrics},
};

}  // namespace lastgood::catalog
