// The metrics of destinations, buckets, logs, coverage and the exporter itself. Pure data; catalog.h lists
// them all.
#pragma once

#include "catalog/metric.h"

namespace lastgood::catalog {

inline constexpr Labels kDestination{Label::kSystem, Label::kNamespace, Label::kName};
inline constexpr Labels kCollector{Label::kCollector, Label::kSource};

inline constexpr Metric<Labels{Label::kSystem, Label::kNamespace, Label::kName, Label::kUrl}>
    kDestinationInfo{"lastgood_destination_info", Type::kGauge, Unit::kNone,
                     "1 for each destination: its URL without credentials."};
inline constexpr Metric<kDestination> kDestinationAvailable{"lastgood_destination_available", Type::kGauge,
                                                            Unit::kNone,
                                                            "1 if the destination can be used, 0 if not."};
inline constexpr Metric<kDestination> kDestinationLastCheck{
    "lastgood_destination_last_check_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the backup system last reached the destination."};
inline constexpr Metric<kDestination> kDestinationCheckDeadline{
    "lastgood_destination_check_deadline_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The backup system must have reached the destination again by this time."};
inline constexpr Metric<kDestination> kDestinationMaintenance{
    "lastgood_destination_maintenance_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the destination was last maintained."};
inline constexpr Metric<kDestination> kDestinationMaintenanceDeadline{
    "lastgood_destination_maintenance_deadline_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The destination must have been maintained again by this time."};
inline constexpr Metric<Labels{Label::kBucket, Label::kPrefix, Label::kState}> kBucketSize{
    "lastgood_bucket_size_bytes", Type::kGauge, Unit::kBytes,
    "Bytes under the prefix at the last complete listing."};
inline constexpr Metric<Labels{Label::kBucket, Label::kPrefix, Label::kState}> kBucketObjects{
    "lastgood_bucket_objects", Type::kGauge, Unit::kNone,
    "Objects under the prefix at the last complete listing."};
inline constexpr Metric<Labels{Label::kBucket, Label::kPrefix}> kBucketNewest{
    "lastgood_bucket_newest_object_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the newest object under the prefix was written."};
inline constexpr Metric<Labels{Label::kBucket, Label::kPrefix}> kBucketOldest{
    "lastgood_bucket_oldest_object_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the oldest object under the prefix was written."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketUsed{
    "lastgood_bucket_used_bytes", Type::kGauge, Unit::kBytes,
    "All bytes of the bucket: what counts against the limit; absent when some was never counted."};
inline constexpr Metric<Labels{Label::kBucket, Label::kState}> kBucketCounted{
    "lastgood_bucket_counted_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When what is in this state was last counted: before the listing where that failed, and the figures "
    "stayed."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketRisks{
    "lastgood_bucket_risks", Type::kGauge, Unit::kNone,
    "Ways in which the bucket will lose what it holds, or cannot give it back; `check` names them."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketLimit{
    "lastgood_bucket_limit_bytes", Type::kGauge, Unit::kBytes, "What the bucket may hold, from the config."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketListed{
    "lastgood_bucket_listed_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the last complete listing ended; listings run in the background, never on a scrape."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketListingDeadline{
    "lastgood_bucket_listing_deadline_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The next complete listing must have ended by this time."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketListDuration{
    "lastgood_bucket_list_duration_seconds", Type::kGauge, Unit::kSeconds,
    "How long the last complete listing took."};
inline constexpr Metric<Labels{Label::kBucket}> kBucketListRequests{
    "lastgood_bucket_list_requests_total", Type::kCounter, Unit::kNone, "Requests sent to list the bucket."};
inline constexpr Metric<Labels{Label::kBucket, Label::kFeature}> kBucketFeature{
    "lastgood_bucket_feature", Type::kGauge, Unit::kNone,
    "1 if the bucket has the feature, 0 if not; absent when that is unknown."};
inline constexpr Metric<Labels{Label::kCopy}> kCopyMissingObjects{
    "lastgood_copy_missing_objects", Type::kGauge, Unit::kNone, "Objects of the source that the copy lacks."};
inline constexpr Metric<Labels{Label::kCopy}> kCopyMissing{
    "lastgood_copy_missing_bytes", Type::kGauge, Unit::kBytes, "Bytes of the source that the copy lacks."};
inline constexpr Metric<Labels{Label::kCopy}> kCopyOldestMissing{
    "lastgood_copy_oldest_missing_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the oldest object that the copy lacks was written."};
inline constexpr Metric<Labels{Label::kCopy}> kCopyDeadline{
    "lastgood_copy_deadline_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The oldest missing object must be in the copy by this time."};
inline constexpr Metric<Labels{Label::kCopy}> kCopyChecked{
    "lastgood_copy_checked_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When both sides of the copy were last compared completely."};
inline constexpr Metric<Labels{Label::kLogs}> kLogsReady{"lastgood_logs_ready", Type::kGauge, Unit::kNone,
                                                         "1 if Loki says that it is ready."};
inline constexpr Metric<Labels{Label::kLogs, Label::kStream}> kLogsNewestEntry{
    "lastgood_logs_newest_entry_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The newest entry ever seen of an expected stream."};
inline constexpr Metric<Labels{Label::kLogs, Label::kStream}> kLogsStreamDeadline{
    "lastgood_logs_stream_deadline_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "An expected stream must have a newer entry by this time."};
inline constexpr Metric<Labels{Label::kLogs, Label::kStream}> kLogsStreamChecked{
    "lastgood_logs_stream_checked_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When Loki last answered for the stream."};
inline constexpr Metric<Labels{Label::kLogs, Label::kNamespace}> kLogsWindowSize{
    "lastgood_logs_window_bytes", Type::kGauge, Unit::kBytes,
    "Bytes of logs of the namespace in the window, from Loki's index."};
inline constexpr Metric<Labels{Label::kLogs}> kLogsWindow{"lastgood_logs_window_seconds", Type::kGauge,
                                                          Unit::kSeconds, "The length of that window."};
inline constexpr Metric<Labels{Label::kLogs, Label::kTarget}> kLogsReceived{
    "lastgood_logs_received_bytes_total", Type::kCounter, Unit::kBytes,
    "Bytes that this Loki instance received, as it counts them."};
inline constexpr Metric<Labels{Label::kLogs, Label::kTarget, Label::kReason}> kLogsDiscarded{
    "lastgood_logs_discarded_samples_total", Type::kCounter, Unit::kNone,
    "Entries that this Loki instance discarded, by its own reasons."};
inline constexpr Metric<Labels{Label::kNamespace, Label::kKind, Label::kName, Label::kBy}> kCovered{
    "lastgood_covered", Type::kGauge, Unit::kNone, "1 if the mechanism covers the object, 0 if not."};
inline constexpr Metric<Labels{Label::kNamespace, Label::kKind, Label::kName}> kCopies{
    "lastgood_copies", Type::kGauge, Unit::kNone,
    "Mechanisms that hold a good recovery point of the object."};
inline constexpr Metric<Labels{Label::kNamespace, Label::kKind, Label::kName}> kCopiesApart{
    "lastgood_copies_apart", Type::kGauge, Unit::kNone,
    "Of these, the ones that are not kept beside the data."};
inline constexpr Metric<Labels{Label::kNamespace, Label::kKind, Label::kName}> kCopiesObjective{
    "lastgood_copies_objective", Type::kGauge, Unit::kNone, "How many copies there must be."};
inline constexpr Metric<Labels{Label::kNamespace, Label::kKind, Label::kName}> kCopiesApartObjective{
    "lastgood_copies_apart_objective", Type::kGauge, Unit::kNone,
    "How many copies there must be that are not kept beside the data."};
inline constexpr Metric<Labels{Label::kComponent, Label::kReason}> kComponentProtected{
    "lastgood_component_protected", Type::kGauge, Unit::kNone,
    "1 if the declared component is protected, 0 if not."};
inline constexpr Metric<Labels{Label::kComponent}> kComponentRecoveryPoint{
    "lastgood_component_recovery_point_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The newest moment of the component's data that can be restored."};
inline constexpr Metric<Labels{Label::kComponent}> kComponentObserved{
    "lastgood_component_observed_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the backups of the component's objects were last read, of the one that was read least lately."};
inline constexpr Metric<Labels{Label::kComponent}> kComponentObjective{
    "lastgood_component_objective_seconds", Type::kGauge, Unit::kSeconds,
    "How old the component's recovery point may be."};
inline constexpr Metric<Labels{Label::kComponent}> kComponentRestoreDuration{
    "lastgood_component_restore_duration_seconds", Type::kGauge, Unit::kSeconds,
    "How long the component's last measured restore took."};
inline constexpr Metric<kCollector> kCollectorSuccess{
    "lastgood_collector_success", Type::kGauge, Unit::kNone,
    "1 if the collector's last pass read all that it wanted, 0 if not."};
inline constexpr Metric<kCollector> kCollectorDuration{"lastgood_collector_duration_seconds", Type::kGauge,
                                                       Unit::kSeconds,
                                                       "How long the collector's last pass took."};
inline constexpr Metric<kCollector> kCollectorLastSuccess{"lastgood_collector_last_success_timestamp_seconds",
                                                          Type::kGauge, Unit::kSeconds,
                                                          "When the collector's last good pass ended."};
inline constexpr Metric<kCollector> kCollectorStarted{
    "lastgood_collector_started_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "Since when the source has been read where it is, whatever came of it; a restart with --state.dir keeps "
    "it."};
inline constexpr Metric<kCollector> kCollectorInterval{"lastgood_collector_interval_seconds", Type::kGauge,
                                                       Unit::kSeconds, "How often the collector runs."};
inline constexpr Metric<kCollector> kCollectorObjects{"lastgood_collector_objects", Type::kGauge, Unit::kNone,
                                                      "Objects that the collector knows."};
inline constexpr Metric<kCollector | Labels{Label::kReason}> kCollectorErrors{
    "lastgood_collector_errors_total", Type::kCounter, Unit::kNone,
    "What the collector's passes could not read, by reason."};
inline constexpr Metric<kCollector | Labels{Label::kReason}> kCollectorProblems{
    "lastgood_collector_problems", Type::kGauge, Unit::kNone,
    "Single objects that the collector's last pass could not read, by reason."};
inline constexpr Metric<Labels{}> kConfigReloadSuccessful{"lastgood_config_last_reload_successful",
                                                          Type::kGauge, Unit::kNone,
                                                          "1 if the last reload of the config succeeded."};
inline constexpr Metric<Labels{}> kConfigReloadSuccess{
    "lastgood_config_last_reload_success_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the config was last loaded successfully."};
inline constexpr Metric<Labels{}> kStateRead{"lastgood_state_read_successful", Type::kGauge, Unit::kNone,
                                             "1 if what an earlier process left in --state.dir was read at "
                                             "the start, or nothing was there; 0 if it was "
                                             "ignored."};
inline constexpr Metric<Labels{}> kStateWritten{"lastgood_state_write_successful", Type::kGauge, Unit::kNone,
                                                "1 if the last write to --state.dir succeeded."};
inline constexpr Metric<Labels{}> kStateLastWrite{"lastgood_state_last_write_timestamp_seconds", Type::kGauge,
                                                  Unit::kSeconds,
                                                  "When what is known was last written to --state.dir."};
inline constexpr Metric<Labels{}> kStateSize{"lastgood_state_size_bytes", Type::kGauge, Unit::kBytes,
                                             "How large the file in --state.dir was then."};
inline constexpr Metric<Labels{Label::kVersion, Label::kRevision, Label::kCompiler}> kBuildInfo{
    "lastgood_build_info", Type::kGauge, Unit::kNone, "1: what this program was built from."};

}  // namespace lastgood::catalog
