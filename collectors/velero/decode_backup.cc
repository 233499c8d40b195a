// Backups and the uploads that they are made of.
#include "collectors/velero/decode_backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/velero/decode_schedule.h"
#include "collectors/velero/decode_store.h"

namespace lastgood::velero {
namespace {

constexpr std::size_t kLongestMessage = 1024;

// Velero asks for these three before it makes a new backup of the schedule, and for no others.
bool Blocks(std::string_view phase) { return phase.empty() || phase == "New" || phase == "InProgress"; }

std::int64_t CountAt(const Fields& fields, Fields::Path path) {
  const std::int64_t count = fields.Int(path).value_or(0);
  if (count < 0) fields.Note(path, "a count", std::to_string(count));
  return std::max<std::int64_t>(count, 0);
}

std::optional<std::uint64_t> SizeAt(const Fields& fields, Fields::Path path) {
  const std::optional<std::int64_t> size = fields.Int(path);
  if (size && *size < 0) fields.Note(path, "a size", std::to_string(*size));
  return size && *size >= 0 ? std::optional(static_cast<std::uint64_t>(*size)) : std::nullopt;
}

// Velero creates the object of a backup that it finds in a bucket anew: later than the backup ended, and
// without the updates that one which ran here has been through.
bool IsImported(const Fields& fields, const BackupRow& row) {
  const std::int64_t generation = fields.Int({"metadata", "generation"}).value_or(1);
  return row.created && row.completed && row.created > row.completed && generation <= 1;
}

// A backup that has no progress at all is of a Velero that told none.
bool IsEmpty(const Fields& fields) {
  return fields.Has({"status", "progress"}) && CountAt(fields, {"status", "progress", "itemsBackedUp"}) == 0;
}

void FillExtra(const Fields& fields, std::string_view phase, BackupRow& row) {
  BackupRow::Extra extra;
  extra.name = Cut(fields.Name(), 253);
  extra.phase = phase.empty() ? "waiting to begin" : Cut(phase);
  extra.reason = ReasonOf(fields);
  extra.warnings = CountAt(fields, {"status", "warnings"});
  extra.errors = CountAt(fields, {"status", "errors"});
  extra.items_total = CountAt(fields, {"status", "progress", "totalItems"});
  extra.items_done = CountAt(fields, {"status", "progress", "itemsBackedUp"});
  extra.snapshots_missing = CountAt(fields, {"status", "volumeSnapshotsAttempted"}) -
                            CountAt(fields, {"status", "volumeSnapshotsCompleted"}) +
                            CountAt(fields, {"status", "csiVolumeSnapshotsAttempted"}) -
                            CountAt(fields, {"status", "csiVolumeSnapshotsCompleted"});
  row.empty = IsEmpty(fields);
  const bool plain = row.state == AttemptState::kCompleted && row.completed && extra.warnings == 0 &&
                     extra.snapshots_missing <= 0 && !row.empty;
  if (!plain) row.extra = std::make_unique<BackupRow::Extra>(std::move(extra));
}

AttemptState UploadStateOf(std::string_view phase) {
  if (phase == "Completed") return AttemptState::kCompleted;
  if (phase == "Failed" || phase == "Canceled") return AttemptState::kFailed;
  return phase.empty() || phase == "New" ? AttemptState::kPending : AttemptState::kRunning;
}

// The owner's name is whole, while the label is cut after 63 characters.
std::string BackupOf(const Fields& fields) {
  std::string name;
  fields.EachElement({"metadata", "ownerReferences"}, [&](const Fields& owner) {
    if (owner.String({"kind"}) == "Backup") name = owner.String({"name"});
  });
  return name.empty() ? fields.String({"metadata", "labels", "velero.io/backup-name"}) : name;
}

Result<bool> DecodeUpload(const Fields& fields, const std::string& volume, Symbols& symbols, UploadRow& row) {
  const std::string phase = fields.String({"status", "phase"});
  const std::string backup = BackupOf(fields);
  if (backup.empty()) return false;  // a person's own, or one whose Backup cannot be told
  row.backup = IdOf(fields.Namespace(), backup);
  row.state = UploadStateOf(phase);
  row.claim = symbols.Add(fields.String({"metadata", "labels", "velero.io/pvc-uid"}));
  row.bytes = SizeAt(fields, {"status", "progress", "totalBytes"});
  row.transferred = SizeAt(fields, {"status", "incrementalBytes"});
  const Stamp created = fields.Timestamp({"metadata", "creationTimestamp"});
  const Stamp accepted = fields.Timestamp({"status", "acceptedTimestamp"});
  const Stamp started = fields.Timestamp({"status", "startTimestamp"});
  (void)fields.Timestamp({"status", "completionTimestamp"});
  // velero, pkg/podvolume: "volume was empty so no snapshot was taken".
  row.empty = fields.String({"status", "message"}).find("empty so no snapshot") != std::string::npos;
  if (row.state == AttemptState::kCompleted) return true;
  row.extra = std::make_unique<UploadRow::Extra>();
  row.extra->what = fmt::format("{} {} of {}", fields.Kind(), Cut(fields.Name(), 253), Cut(volume, 400));
  row.extra->phase = phase.empty() ? "waiting to begin" : Cut(phase);
  row.extra->message = FromOutside(fields.String({"status", "message"}), kLongestMessage);
  row.extra->since = started.Or(accepted).Or(created);
  row.extra->total = CountAt(fields, {"status", "progress", "totalBytes"});
  row.extra->done = CountAt(fields, {"status", "progress", "bytesDone"});
  return true;
}

}  // namespace

AttemptState StateOf(std::string_view phase) {
  if (phase == "Completed") return AttemptState::kCompleted;
  if (phase == "PartiallyFailed") return AttemptState::kPartial;
  if (phase == "Failed" || phase == "FailedValidation") return AttemptState::kFailed;
  if (phase == "Deleting") return AttemptState::kLeaving;
  const bool waits = phase.empty() || phase == "New" || phase == "Queued" || phase == "ReadyToStart";
  return waits ? AttemptState::kPending : AttemptState::kRunning;
}

std::string ReasonOf(const Fields& fields) {
  std::string reason = Cut(fields.String({"status", "failureReason"}), kLongestMessage);
  return reason.empty() ? Joined(fields, {"status", "validationErrors"}) : reason;
}

std::string Joined(const Fields& fields, Fields::Path path) {
  std::string text;
  fields.EachElement(path, [&](const Fields& element) {
    if (text.size() < kLongestMessage) text += (text.empty() ? "" : ", ") + element.String({});
  });
  return Cut(text, kLongestMessage);
}

Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row) {
  const std::string schedule = fields.String({"metadata", "labels", "velero.io/schedule-name"});
  const std::string phase = fields.String({"status", "phase"});
  row.namespace_ = symbols.Add(fields.Namespace());
  row.schedule = symbols.Add(schedule);
  row.location = symbols.Add(fields.String({"spec", "storageLocation"}));
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.started = fields.Timestamp({"status", "startTimestamp"});
  row.completed = fields.Timestamp({"status", "completionTimestamp"});
  row.expires = fields.Timestamp({"status", "expiration"});
  row.state = StateOf(phase);
  row.blocks = Blocks(phase);
  row.imported = IsImported(fields, row);
  row.file_system = fields.Bool({"spec", "defaultVolumesToFsBackup"}).value_or(false);
  row.operations = CountAt(fields, {"status", "backupItemOperationsAttempted"}) > 0;
  row.snapshots = static_cast<std::int32_t>(
      std::min<std::int64_t>(CountAt(fields, {"status", "volumeSnapshotsCompleted"}) +
                                 CountAt(fields, {"status", "csiVolumeSnapshotsCompleted"}),
                             std::numeric_limits<std::int32_t>::max()));
  FillExtra(fields, phase, row);
  return !schedule.empty();
}

Result<bool> DecodePodVolumeBackup(const Fields& fields, Symbols& symbols, UploadRow& row) {
  return DecodeUpload(
      fields,
      fmt::format("volume {} of pod {}/{}", fields.String({"spec", "volume"}),
                  fields.String({"spec", "pod", "namespace"}), fields.String({"spec", "pod", "name"})),
      symbols, row);
}

Result<bool> DecodeDataUpload(const Fields& fields, Symbols& symbols, UploadRow& row) {
  return DecodeUpload(
      fields,
      fmt::format("{}/{}", fields.String({"spec", "sourceNamespace"}), fields.String({"spec", "sourcePVC"})),
      symbols, row);
}

}  // namespace lastgood::velero
