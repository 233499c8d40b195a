// Backups of volumes, of backing images and of the system.
#include "collectors/longhorn/decode_backup.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/longhorn/decode_volume.h"

namespace lastgood::longhorn {
namespace {

constexpr std::size_t kLongestMessage = 1024;
constexpr std::size_t kLongestStatus = 64 * 1024;

// A backup that ended without the moment of its end restores to nothing but zeros: no success.
State StateOf(std::string_view state) {
  if (state.empty() || state == "Pending" || state == "New") return State::kPending;
  if (state == "Completed" || state == "Ready") return State::kCompleted;
  if (state == "Error") return State::kFailed;
  return state == "Deleting" ? State::kLeaving : State::kRunning;
}

std::string Or(std::string text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : std::move(text);
}

// A size as a decimal string, which is how Longhorn writes it, or as a number.
std::optional<std::uint64_t> SizeAt(const Fields& fields, Fields::Path path, bool as_number = false) {
  if (as_number) {
    const std::optional<std::int64_t> size = fields.Int(path);
    if (size && *size < 0) fields.Note(path, "a size", std::to_string(*size));
    return size && *size >= 0 ? std::optional(static_cast<std::uint64_t>(*size)) : std::nullopt;
  }
  const std::string text = fields.String(path);
  const Result<std::optional<std::uint64_t>> size = ParseDecimal(text);
  if (size.ok()) return *size;
  fields.Note(path, "a size as decimal digits", fmt::format("\"{}\"", Cut(text, 40)));
  return std::nullopt;
}

// KubernetesStatus is JSON in a label. What is not readable there is no reason to lose the backup.
void ReadClaim(const std::string& text, Symbols& symbols, BackupRow& row) {
  if (text.empty() || text.size() > kLongestStatus) return;
  const nlohmann::json status = nlohmann::json::parse(text, nullptr, false);
  if (!status.is_object()) return;
  const auto field = [&](const char* name) {
    const auto found = status.find(name);
    return found != status.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (!field("lastPVCRefAt").empty()) return;
  row.claim_namespace = symbols.Add(field("namespace"));
  row.claim = symbols.Add(field("pvcName"));
}

}  // namespace

Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row) {
  const std::string state = fields.String({"status", "state"});
  const std::string volume =
      Or(fields.String({"metadata", "labels", "backup-volume"}), fields.String({"status", "volumeName"}));
  if (volume.empty())
    fields.Note({"metadata", "labels", "backup-volume"}, "the name of a Volume here or in status.volumeName",
                "nothing");
  row.namespace_ = symbols.Add(fields.Namespace());
  row.volume = symbols.Add(volume);
  row.target = symbols.Add(Or(fields.String({"status", "backupTargetName"}),
                              fields.String({"metadata", "labels", "backup-target"})));
  ReadClaim(fields.String({"status", "labels", "KubernetesStatus"}), symbols, row);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.snapshot = fields.Timestamp({"status", "snapshotCreatedAt"});
  row.finished = fields.Timestamp({"status", "backupCreatedAt"});
  row.synced = fields.Timestamp({"status", "lastSyncedAt"});
  row.size = SizeAt(fields, {"status", "size"});
  row.transferred = SizeAt(fields, {"status", "newlyUploadDataSize"});
  row.state = StateOf(state);
  if (row.state == State::kCompleted && row.finished) return true;
  row.extra = std::make_unique<BackupRow::Extra>();
  row.extra->name = Cut(fields.Name(), 253);
  row.extra->state = Cut(Or(state, "waiting to begin"));
  row.extra->error = Cut(fields.String({"status", "error"}), kLongestMessage);
  row.extra->job = Or(fields.String({"spec", "labels", "RecurringJob"}),
                      fields.String({"status", "labels", "RecurringJob"}));
  const std::string snapshot =
      Or(fields.String({"spec", "snapshotName"}), fields.String({"status", "snapshotName"}));
  row.extra->snapshot = IdOf(fields.Namespace(), snapshot);
  row.extra->progress = fields.Int({"status", "progress"}).value_or(0);
  return true;
}

Result<bool> DecodeBackupVolume(const Fields& fields, Symbols&, BackupVolumeRow& row) {
  row.namespace_ = fields.Namespace();
  row.volume = Or(fields.String({"spec", "volumeName"}), fields.Name());
  row.last_backup = fields.Timestamp({"status", "lastBackupAt"});
  return true;
}

Result<bool> DecodeSnapshot(const Fields& fields, Symbols&, SnapshotRow& row) {
  row.error = Cut(fields.String({"status", "error"}), kLongestMessage);
  return !row.error.empty();
}

Result<bool> DecodeSystemBackup(const Fields& fields, Symbols&, SystemBackupRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.state_text = Cut(fields.String({"status", "state"}));
  row.state = StateOf(row.state_text);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.finished = fields.Timestamp({"status", "createdAt"});
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) == "Error" && condition.String({"status"}) == "True")
      row.error = FromOutside(condition.String({"message"}), kLongestMessage);
  });
  return true;
}

Result<bool> DecodeImageBackup(const Fields& fields, Symbols&, ImageBackupRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.image =
      Or(Or(fields.String({"status", "backingImage"}), fields.String({"spec", "backingImage"})), row.name);
  row.state_text = Cut(fields.String({"status", "state"}));
  row.state = StateOf(row.state_text);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.finished = fields.Timestamp({"status", "backupCreatedAt"});
  row.size = SizeAt(fields, {"status", "size"}, true);
  row.error = Cut(fields.String({"status", "error"}), kLongestMessage);
  return true;
}

}  // namespace lastgood::longhorn
