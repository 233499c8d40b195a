// What can be wrong, by name: a condition that Assess finds is also the name of the alert that tells of it.
// Each name is spelled here once, or in catalog/alerts.h; a misspelt or removed one does not compile. Pure
// data.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>

namespace lastgood {

class AlertName {
 public:
  // No alert: a notice has none.
  constexpr AlertName() = default;
  explicit consteval AlertName(std::string_view text) : text_(text) {
    for (const char c : text)
      if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) throw "an alert's name is CamelCase";
  }

  constexpr std::string_view text() const { return text_; }
  constexpr bool empty() const { return text_.empty(); }
  constexpr operator std::string_view() const { return text_; }
  operator std::string() const { return std::string(text_); }
  constexpr bool operator==(const AlertName&) const = default;
  constexpr bool operator==(std::string_view text) const { return text_ == text; }
  friend std::ostream& operator<<(std::ostream& out, AlertName name) { return out << name.text_; }

 private:
  std::string_view text_;
};

namespace alerts {

// Conditions that Assess finds.
inline constexpr AlertName kBackupFailed{"BackupFailed"};
inline constexpr AlertName kBackupNeverSucceeded{"BackupNeverSucceeded"};
inline constexpr AlertName kBackupShrunk{"BackupShrunk"};
inline constexpr AlertName kBackupStale{"BackupStale"};
inline constexpr AlertName kBackupStuck{"BackupStuck"};
inline constexpr AlertName kBucketListingStale{"BucketListingStale"};
inline constexpr AlertName kBucketNearLimit{"BucketNearLimit"};
inline constexpr AlertName kBucketUnsafe{"BucketUnsafe"};
inline constexpr AlertName kCollectorFailing{"CollectorFailing"};
inline constexpr AlertName kComponentStale{"ComponentStale"};
inline constexpr AlertName kComponentUnprotected{"ComponentUnprotected"};
inline constexpr AlertName kCopyBehind{"CopyBehind"};
inline constexpr AlertName kDestinationUnavailable{"DestinationUnavailable"};
inline constexpr AlertName kLogsIngestionDown{"LogsIngestionDown"};
inline constexpr AlertName kLogsSilent{"LogsSilent"};
inline constexpr AlertName kNotCovered{"NotCovered"};
inline constexpr AlertName kNotRestorable{"NotRestorable"};
inline constexpr AlertName kRecoveryWindowShort{"RecoveryWindowShort"};
inline constexpr AlertName kRepositoryNotMaintained{"RepositoryNotMaintained"};
inline constexpr AlertName kRestoreTestFailed{"RestoreTestFailed"};
inline constexpr AlertName kRestoreTestStale{"RestoreTestStale"};
inline constexpr AlertName kRetentionTooShort{"RetentionTooShort"};
inline constexpr AlertName kScheduleInvalid{"ScheduleInvalid"};
inline constexpr AlertName kScheduleSuspended{"ScheduleSuspended"};
inline constexpr AlertName kSuccessInFuture{"SuccessInFuture"};
inline constexpr AlertName kTooFewCopies{"TooFewCopies"};
inline constexpr AlertName kUnprotected{"Unprotected"};
inline constexpr AlertName kWALArchivingFailed{"WALArchivingFailed"};

// About lastgood itself, and by other exporters' series.
inline constexpr AlertName kAlloyDroppingLogs{"AlloyDroppingLogs"};
inline constexpr AlertName kAlloySendingStopped{"AlloySendingStopped"};
inline constexpr AlertName kBucketFullSoon{"BucketFullSoon"};
inline constexpr AlertName kCNPGDisasterRecoveryMetricsMissing{"CNPGDisasterRecoveryMetricsMissing"};
inline constexpr AlertName kCNPGDisasterRecoveryNotInRecovery{"CNPGDisasterRecoveryNotInRecovery"};
inline constexpr AlertName kCNPGDisasterRecoveryReplayLagHigh{"CNPGDisasterRecoveryReplayLagHigh"};
inline constexpr AlertName kCNPGDisasterRecoveryWALReceiverDown{"CNPGDisasterRecoveryWALReceiverDown"};
inline constexpr AlertName kCNPGNoRecentBackup{"CNPGNoRecentBackup"};
inline constexpr AlertName kCNPGOperatorDown{"CNPGOperatorDown"};
inline constexpr AlertName kCNPGRestoreTestFailed{"CNPGRestoreTestFailed"};
inline constexpr AlertName kCNPGRestoreTestStale{"CNPGRestoreTestStale"};
inline constexpr AlertName kCNPGWALArchivingFailed{"CNPGWALArchivingFailed"};
inline constexpr AlertName kLastgoodAbsent{"LastgoodAbsent"};
inline constexpr AlertName kLastgoodConfigReloadFailed{"LastgoodConfigReloadFailed"};
inline constexpr AlertName kLastgoodDown{"LastgoodDown"};
inline constexpr AlertName kLastgoodLabelsRenamed{"LastgoodLabelsRenamed"};
inline constexpr AlertName kLogsDiscarded{"LogsDiscarded"};
inline constexpr AlertName kLokiDiscardingLogs{"LokiDiscardingLogs"};
inline constexpr AlertName kLokiFlushFailing{"LokiFlushFailing"};
inline constexpr AlertName kLokiIngestionStopped{"LokiIngestionStopped"};
inline constexpr AlertName kLokiMetricsMissing{"LokiMetricsMissing"};
inline constexpr AlertName kLokiWALDiskFull{"LokiWALDiskFull"};
inline constexpr AlertName kLonghornBackupFailed{"LonghornBackupFailed"};
inline constexpr AlertName kLonghornVolumeFaulted{"LonghornVolumeFaulted"};
inline constexpr AlertName kOCIBucketNearLimit{"OCIBucketNearLimit"};
inline constexpr AlertName kObjectsUnreadable{"ObjectsUnreadable"};
inline constexpr AlertName kVeleroBackupFailed{"VeleroBackupFailed"};
inline constexpr AlertName kVeleroNoRecentBackup{"VeleroNoRecentBackup"};
inline constexpr AlertName kWatchdog{"Watchdog"};

// What Assess finds too: of these the condition is recorded, and the alert reads the record.
inline constexpr auto kConditions = std::to_array<AlertName>({kBackupFailed,
                                                              kBackupNeverSucceeded,
                                                              kBackupShrunk,
                                                              kBackupStale,
                                                              kBackupStuck,
                                                              kBucketListingStale,
                                                              kBucketNearLimit,
                                                              kBucketUnsafe,
                                                              kCollectorFailing,
                                                              kComponentStale,
                                                              kComponentUnprotected,
                                                              kCopyBehind,
                                                              kDestinationUnavailable,
                                                              kLogsIngestionDown,
                                                              kLogsSilent,
                                                              kNotCovered,
                                                              kNotRestorable,
                                                              kRecoveryWindowShort,
                                                              kRepositoryNotMaintained,
                                                              kRestoreTestFailed,
                                                              kRestoreTestStale,
                                                              kRetentionTooShort,
                                                              kScheduleInvalid,
                                                              kScheduleSuspended,
                                                              kSuccessInFuture,
                                                              kTooFewCopies,
                                                              kUnprotected,
                                                              kWALArchivingFailed});
inline constexpr auto kOtherAlerts = std::to_array<AlertName>({kAlloyDroppingLogs,
                                                               kAlloySendingStopped,
                                                               kBucketFullSoon,
                                                               kCNPGDisasterRecoveryMetricsMissing,
                                                               kCNPGDisasterRecoveryNotInRecovery,
                                                               kCNPGDisasterRecoveryReplayLagHigh,
                                                               kCNPGDisasterRecoveryWALReceiverDown,
                                                               kCNPGNoRecentBackup,
                                                               kCNPGOperatorDown,
                                                               kCNPGRestoreTestFailed,
                                                               kCNPGRestoreTestStale,
                                                               kCNPGWALArchivingFailed,
                                                               kLastgoodAbsent,
                                                               kLastgoodConfigReloadFailed,
                                                               kLastgoodDown,
                                                               kLastgoodLabelsRenamed,
                                                               kLogsDiscarded,
                                                               kLokiDiscardingLogs,
                                                               kLokiFlushFailing,
                                                               kLokiIngestionStopped,
                                                               kLokiMetricsMissing,
                                                               kLokiWALDiskFull,
                                                               kLonghornBackupFailed,
                                                               kLonghornVolumeFaulted,
                                                               kOCIBucketNearLimit,
                                                               kObjectsUnreadable,
                                                               kVeleroBackupFailed,
                                                               kVeleroNoRecentBackup,
                                                               kWatchdog});

inline constexpr auto kAlerts = [] {
  std::array<AlertName, kConditions.size() + kOtherAlerts.size()> all;
  std::copy(kOtherAlerts.begin(), kOtherAlerts.end(),
            std::copy(kConditions.begin(), kConditions.end(), all.begin()));
  return all;
}();

constexpr bool IsCondition(std::string_view name) {
  return std::find(kConditions.begin(), kConditions.end(), name) != kConditions.end();
}

constexpr bool IsAlert(std::string_view name) {
  return std::find(kAlerts.begin(), kAlerts.end(), name) != kAlerts.end();
}

}  // namespace alerts
}  // namespace lastgood

template <>
struct fmt::formatter<lastgood::AlertName> : fmt::formatter<std::string_view> {
  auto format(const lastgood::AlertName& name, format_context& context) const {
    return fmt::formatter<std::string_view>::format(name.text(), context);
  }
};
