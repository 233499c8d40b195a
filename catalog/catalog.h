// The catalogue: every metric, declared once. docs/metrics.md is generated from it. Pure data.
#pragma once

#include <array>
#include <span>

#include "catalog/object_metrics.h"
#include "catalog/system_metrics.h"

namespace lastgood::catalog {

struct CatalogSection {
  std::string_view title;
  std::span<const MetricInfo> metrics;
};

// Every metric, in the order in which they are exposed.
inline constexpr std::array<MetricInfo, 89> kCatalog = {kObjectInfo,
                                                        kObjectPolicyInfo,
                                                        kObjectObserved,
                                                        kObjectCreated,
                                                        kObjectProtected,
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
                                                        kWalArchiving,
                                                        kWalMissing,
                                                        kProvenRestorable,
                                                        kProof,
                                                        kRestoreTestLastSuccess,
                                                        kRestoreTestLastFailure,
                                                        kRestoreTestDeadline,
                                                        kRestoreTestRecoveredTo,
                                                        kRestoreTestDuration,
                                                        kRestoreTestMaxDataAge,
                                                        kBackupFilesNew,
                                                        kBackupFilesChanged,
                                                        kScheduleInfo,
                                                        kScheduleNextRun,
                                                        kScheduleLastRun,
                                                        kScheduleSuspended,
                                                        kScheduleValid,
                                                        kDestinationInfo,
                                                        kDestinationAvailable,
                                                        kDestinationLastCheck,
                                                        kDestinationCheckDeadline,
                                                        kDestinationMaintenance,
                                                        kBucketSize,
                                                        kBucketObjects,
                                                        kBucketNewest,
                                                        kBucketOldest,
                                                        kBucketUsed,
                                                        kBucketLimit,
                                                        kBucketListed,
                                                        kBucketListingDeadline,
                                                        kBucketListDuration,
                                                        kBucketListRequests,
                                                        kBucketFeature,
                                                        kCopyMissingObjects,
                                                        kCopyMissing,
                                                        kCopyOldestMissing,
                                                        kCopyDeadline,
                                                        kCopyChecked,
                                                        kLogsReady,
                                                        kLogsNewestEntry,
                                                        kLogsStreamDeadline,
                                                        kLogsStreamChecked,
                                                        kLogsWindowSize,
                                                        kLogsWindow,
                                                        kLogsReceived,
                                                        kLogsDiscarded,
                                                        kCovered,
                                                        kCopies,
                                                        kCopiesApart,
                                                        kCopiesObjective,
                                                        kCopiesApartObjective,
                                                        kComponentProtected,
                                                        kComponentRecoveryPoint,
                                                        kComponentObserved,
                                                        kComponentObjective,
                                                        kComponentRestoreDuration,
                                                        kCollectorSuccess,
                                                        kCollectorDuration,
                                                        kCollectorLastSuccess,
                                                        kCollectorInterval,
                                                        kCollectorObjects,
                                                        kCollectorErrors,
                                                        kCollectorProblems,
                                                        kConfigReloadSuccessful,
                                                        kConfigReloadSuccess,
                                                        kShardInfo,
                                                        kBuildInfo};

// The metric's place in kCatalog. A metric that is declared but not listed does not compile.
consteval std::size_t IndexOf(const MetricInfo& metric) {
  for (std::size_t i = 0; i < kCatalog.size(); ++i)
    if (kCatalog[i].name == metric.name) return i;
  throw "the metric is not listed in kCatalog";
}

inline constexpr std::array<CatalogSection, 7> kCatalogSections = {{
    {"What can be lost", std::span(kCatalog).subspan(IndexOf(kObjectInfo), 34)},
    {"Policies", std::span(kCatalog).subspan(IndexOf(kScheduleInfo), 5)},
    {"Destinations", std::span(kCatalog).subspan(IndexOf(kDestinationInfo), 5)},
    {"Buckets", std::span(kCatalog).subspan(IndexOf(kBucketSize), 16)},
    {"Logs", std::span(kCatalog).subspan(IndexOf(kLogsReady), 8)},
    {"Coverage and components", std::span(kCatalog).subspan(IndexOf(kCovered), 10)},
    {"The exporter itself", std::span(kCatalog).subspan(IndexOf(kCollectorSuccess), 11)},
}};

consteval bool SectionsCoverTheCatalog() {
  std::size_t next = 0;
  for (const CatalogSection& section : kCatalogSections) {
    if (section.metrics.data() != kCatalog.data() + next) return false;
    next += section.metrics.size();
  }
  return next == kCatalog.size();
}
static_assert(SectionsCoverTheCatalog());

}  // namespace lastgood::catalog
