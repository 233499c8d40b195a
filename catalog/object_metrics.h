// The metrics of what can be lost and of the policies that protect it. Pure data; catalog.h lists them all.
#pragma once

#include "catalog/metric.h"

namespace lastgood::catalog {

inline constexpr Labels kObject{Label::kSystem, Label::kNamespace, Label::kKind, Label::kName};

inline constexpr Metric<kObject | Labels{Label::kMethod, Label::kDestination}> kObjectInfo{
    "lastgood_object_info", Type::kGauge, Unit::kNone,
    "1 for each object: how and where its worst track backs it up."};
inline constexpr Metric<kObject | Labels{Label::kPolicyKind, Label::kPolicyNamespace, Label::kPolicy}>
    kObjectPolicyInfo{"lastgood_object_policy_info", Type::kGauge, Unit::kNone,
                      "1 for each policy that covers the object."};
inline constexpr Metric<kObject> kObjectObserved{"lastgood_object_observed_timestamp_seconds", Type::kGauge,
                                                 Unit::kSeconds,
                                                 "When the object's backups were last read successfully."};
inline constexpr Metric<kObject> kObjectCreated{
    "lastgood_object_created_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the object, or its policy if that is later, came to be."};
inline constexpr Metric<kObject | Labels{Label::kReason}> kObjectProtected{
    "lastgood_object_protected", Type::kGauge, Unit::kNone,
    "1 if the object is protected or deliberately not, 0 if it is at risk; exactly one reason for each "
    "object."};
inline constexpr Metric<kObject> kObjectUnread{
    "lastgood_object_unread", Type::kGauge, Unit::kNone,
    "How much of what decides about the object could not be read, so that nobody can call it good; absent "
    "when all was."};
inline constexpr Metric<kObject> kObjectStoreRisks{
    "lastgood_object_store_risks", Type::kGauge, Unit::kNone,
    "In how many ways the bucket that holds the object's backups will lose them, or cannot give them back; "
    "absent where none is known."};
inline constexpr Metric<kObject> kBackupLastSuccess{"lastgood_backup_last_success_timestamp_seconds",
                                                    Type::kGauge, Unit::kSeconds,
                                                    "When the newest complete, usable backup finished."};
inline constexpr Metric<kObject> kBackupLastFailure{
    "lastgood_backup_last_failure_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When the newest attempt that failed or was partial ended; remembered after the failed thing expires."};
inline constexpr Metric<kObject> kBackupDeadline{"lastgood_backup_deadline_timestamp_seconds", Type::kGauge,
                                                 Unit::kSeconds,
                                                 "The next good backup must exist by this time."};
inline constexpr Metric<kObject> kBackupCriticalDeadline{
    "lastgood_backup_critical_deadline_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "One more scheduled run, or half an objective, after the deadline."};
inline constexpr Metric<kObject> kBackupRunningSince{
    "lastgood_backup_running_since_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "Since when the oldest backup that has not ended runs or waits; absent when none does."};
inline constexpr Metric<kObject> kBackupRunningDeadline{"lastgood_backup_running_deadline_timestamp_seconds",
                                                        Type::kGauge, Unit::kSeconds,
                                                        "A backup that still runs after this time is stuck."};
inline constexpr Metric<kObject> kBackupLastSuccessDuration{"lastgood_backup_last_success_duration_seconds",
                                                            Type::kGauge, Unit::kSeconds,
                                                            "How long the newest good backup took."};
inline constexpr Metric<kObject> kBackupLastSuccessSize{
    "lastgood_backup_last_success_size_bytes", Type::kGauge, Unit::kBytes, "Size of the newest good backup."};
inline constexpr Metric<kObject> kBackupLastSuccessTransferred{
    "lastgood_backup_last_success_transferred_bytes", Type::kGauge, Unit::kBytes,
    "Bytes that the newest good backup uploaded."};
inline constexpr Metric<kObject> kBackupTypicalSize{
    "lastgood_backup_typical_size_bytes", Type::kGauge, Unit::kBytes,
    "Median size of the good comparable backups before the newest one."};
inline constexpr Metric<kObject> kBackupStored{
    "lastgood_backup_stored_bytes", Type::kGauge, Unit::kBytes,
    "Bytes of data that the store of this object's backups holds in all, where the backups share it."};
inline constexpr Metric<kObject> kBackupStoredObjects{
    "lastgood_backup_stored_objects", Type::kGauge, Unit::kNone,
    "Files or objects of data (restic's packs) in the store of this object's backups, where they share it."};
inline constexpr Metric<kObject | Labels{Label::kStatus}> kBackups{
    "lastgood_backups", Type::kGauge, Unit::kNone,
    "How many backups exist now, by status; completed is present, 0 included, exactly when the history was "
    "read."};
inline constexpr Metric<kObject> kRecoveryPoint{"lastgood_recovery_point_timestamp_seconds", Type::kGauge,
                                                Unit::kSeconds,
                                                "The newest moment of the data that can be restored."};
inline constexpr Metric<kObject> kRecoveryWindowStart{"lastgood_recovery_window_start_timestamp_seconds",
                                                      Type::kGauge, Unit::kSeconds,
                                                      "The oldest moment of the data that can be restored."};
inline constexpr Metric<kObject> kRetention{"lastgood_retention_seconds", Type::kGauge, Unit::kSeconds,
                                            "How long the policy promises to keep backups."};
inline constexpr Metric<kObject> kRetentionBackups{"lastgood_retention_backups", Type::kGauge, Unit::kNone,
                                                   "How many backups the policy promises to keep."};
inline constexpr Metric<kObject> kBackupExpires{"lastgood_backup_expires_timestamp_seconds", Type::kGauge,
                                                Unit::kSeconds,
                                                "When the newest good backup is deleted, or was, though no "
                                                "newer one has followed; absent where the newest "
                                                "is kept."};
inline constexpr Metric<kObject> kRetentionMargin{
    "lastgood_retention_margin_seconds", Type::kGauge, Unit::kSeconds,
    "For how long the newest backup is still kept when the next run is due; negative where nothing can be "
    "restored between two runs; absent where the newest is kept."};
inline constexpr Metric<kObject> kWalArchiving{"lastgood_wal_archiving", Type::kGauge, Unit::kNone,
                                               "1 if WAL archiving works, 0 if it fails."};
inline constexpr Metric<kObject> kWalMissing{
    "lastgood_wal_missing_segments", Type::kGauge, Unit::kNone,
    "WAL segments that are missing in the archive after the oldest needed base backup."};
inline constexpr Metric<kObject | Labels{Label::kProof}> kProvenRestorable{
    "lastgood_proven_restorable", Type::kGauge, Unit::kNone,
    "1 if evidence other than the tool's own word speaks for the backup, 0 if it says that it does not "
    "restore. "
    "proof tells what was looked at: listing, what lies in the store; content, all that was read; ends, only "
    "that "
    "it ends as a whole one does."};
inline constexpr Metric<kObject | Labels{Label::kProof}> kProof{
    "lastgood_proof_timestamp_seconds", Type::kGauge, Unit::kSeconds, "When that evidence was gathered."};
inline constexpr Metric<kObject | Labels{Label::kEvidence}> kRecoveryEvidence{
    "lastgood_recovery_evidence", Type::kGauge, Unit::kNone,
    "1 for the strongest evidence that stands for the recovery point: word, the tool says so; listing, what "
    "lies in the store or how it ends; content, all of it was read; restored, by a drill."};
inline constexpr Metric<kObject> kRestoreTestLastSuccess{
    "lastgood_restore_test_last_success_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When a restore drill last succeeded."};
inline constexpr Metric<kObject> kRestoreTestLastFailure{
    "lastgood_restore_test_last_failure_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "When a restore drill last failed."};
inline constexpr Metric<kObject> kRestoreTestDeadline{"lastgood_restore_test_deadline_timestamp_seconds",
                                                      Type::kGauge, Unit::kSeconds,
                                                      "The next restore drill must succeed by this time."};
inline constexpr Metric<kObject> kRestoreTestRecoveredTo{
    "lastgood_restore_test_recovered_to_timestamp_seconds", Type::kGauge, Unit::kSeconds,
    "The moment of the data that the last good restore drill restored."};
inline constexpr Metric<kObject> kRestoreTestDuration{"lastgood_restore_test_duration_seconds", Type::kGauge,
                                                      Unit::kSeconds,
                                                      "How long the last good restore drill took."};
inline constexpr Metric<kObject> kRestoreTestMaxDataAge{
    "lastgood_restore_test_max_data_age_seconds", Type::kGauge, Unit::kSeconds,
    "How old the data that a restore drill restores may be."};
inline constexpr Metric<kObject> kBackupFilesNew{"lastgood_backup_files_new", Type::kGauge, Unit::kNone,
                                                 "New files in the newest good backup."};
inline constexpr Metric<kObject> kBackupFilesChanged{"lastgood_backup_files_changed", Type::kGauge,
                                                     Unit::kNone, "Changed files in the newest good backup."};
inline constexpr Metric<kObject | Labels{Label::kSchedule, Label::kTimezone}> kScheduleInfo{
    "lastgood_schedule_info", Type::kGauge, Unit::kNone,
    "1 for each policy: its cron expression as written."};
inline constexpr Metric<kObject> kScheduleNextRun{"lastgood_schedule_next_run_timestamp_seconds",
                                                  Type::kGauge, Unit::kSeconds,
                                                  "When the policy is due next."};
inline constexpr Metric<kObject> kScheduleLastRun{"lastgood_schedule_last_run_timestamp_seconds",
                                                  Type::kGauge, Unit::kSeconds,
                                                  "When the policy last started a backup."};
inline constexpr Metric<kObject> kScheduleSuspended{"lastgood_schedule_suspended", Type::kGauge, Unit::kNone,
                                                    "1 if the policy is suspended."};
inline constexpr Metric<kObject> kScheduleValid{
    "lastgood_schedule_valid", Type::kGauge, Unit::kNone,
    "0 if the cron expression does not parse, or means something other than it looks like."};

}  // namespace lastgood::catalog
