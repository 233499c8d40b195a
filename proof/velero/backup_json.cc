#include "proof/velero/backup_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "proof/velero/documents.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kLongestName = 253;

std::uint64_t CountAt(const Fields& fields, Fields::Path path) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, fields.Int(path).value_or(0)));
}

// An empty `progress` is what 0 items look like.
std::optional<std::uint64_t> ItemsIn(const Fields& fields) {
  if (!fields.Has({"document", "status", "progress"})) return std::nullopt;
  return CountAt(fields, {"document", "status", "progress", "itemsBackedUp"});
}

void Read(const Fields& fields, BackupJson& backup) {
  backup.name = Cut(fields.String({"document", "metadata", "name"}), kLongestName);
  backup.phase = Cut(fields.String({"document", "status", "phase"}));
  backup.failure = Cut(fields.String({"document", "status", "failureReason"}), 300);
  backup.location = Cut(fields.String({"document", "spec", "storageLocation"}), kLongestName);
  backup.start = fields.Timestamp({"document", "status", "startTimestamp"});
  backup.expiration = fields.Timestamp({"document", "status", "expiration"});
  backup.items = ItemsIn(fields);
  backup.errors = CountAt(fields, {"document", "status", "errors"});
  backup.warnings = CountAt(fields, {"document", "status", "warnings"});
  backup.snapshots = CountAt(fields, {"document", "status", "volumeSnapshotsAttempted"});
  backup.snapshots_completed = CountAt(fields, {"document", "status", "volumeSnapshotsCompleted"});
  backup.csi_snapshots = CountAt(fields, {"document", "status", "csiVolumeSnapshotsAttempted"});
  backup.csi_snapshots_completed = CountAt(fields, {"document", "status", "csiVolumeSnapshotsCompleted"});
  if (fields.String({"document", "kind"}) != "Backup")
    fields.Note({"document", "kind"}, "Backup", Cut(fields.String({"document", "kind"})));
  if (!fields.String({"document", "apiVersion"}).starts_with("velero.io/"))
    fields.Note({"document", "apiVersion"}, "velero.io/v1", Cut(fields.String({"document", "apiVersion"})));
}

bool IsUnfinished(std::string_view phase) {
  constexpr std::array<std::string_view, 9> kPhases = {"",
                                                       "New",
                                                       "Queued",
                                                       "ReadyToStart",
                                                       "InProgress",
                                                       "WaitingForPluginOperations",
                                                       "WaitingForPluginOperationsPartiallyFailed",
                                                       "Finalizing",
                                                       "FinalizingPartiallyFailed"};
  return std::ranges::find(kPhases, phase) != kPhases.end();
}

Judgement JudgeCompleted(const BackupJson& backup, Time now) {
  if (backup.expiration && *backup.expiration <= now)
    return Broken(fmt::format("it expired at {}: Velero deletes it when it sees it",
                              FormatRfc3339(*backup.expiration)));
  if (backup.items == 0u) return Broken("Completed with 0 items: nothing is in it");
  if (backup.snapshots_completed < backup.snapshots)
    return Broken(fmt::format("{} of {} volume snapshots were completed", backup.snapshots_completed,
                              backup.snapshots));
  if (backup.csi_snapshots_completed < backup.csi_snapshots)
    return Doubtful(fmt::format("{} of {} CSI snapshots are told to be completed",
                                backup.csi_snapshots_completed, backup.csi_snapshots));
  return {};
}

}  // namespace

Result<BackupJson> ParseBackupJson(std::string_view json) {
  BackupJson backup;
  LASTGOOD_RETURN_IF_ERROR(ReadDocument(json, [&](const Fields& fields) { Read(fields, backup); }));
  return backup;
}

Judgement JudgePhase(const BackupJson& backup, Time now) {
  if (backup.phase == "Completed") return JudgeCompleted(backup, now);
  if (backup.phase == "PartiallyFailed")
    return Broken(fmt::format("PartiallyFailed with {} errors: what failed is not in it", backup.errors));
  if (backup.phase == "Failed" || backup.phase == "FailedValidation")
    return Broken(backup.failure.empty() ? backup.phase
                                         : fmt::format("{}: {}", backup.phase, OneLine(backup.failure, 300)));
  if (backup.phase == "Deleting") return Broken("Velero is deleting it");
  if (IsUnfinished(backup.phase))
    return Broken(
        fmt::format("it has not ended: its phase is {}", backup.phase.empty() ? "New" : backup.phase));
  return Doubtful(fmt::format("its phase {} is not known", OneLine(backup.phase, 80)));
}

}  // namespace lastgood::proof::velero
