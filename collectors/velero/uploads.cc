#include "collectors/velero/uploads.h"

#include <fmt/format.h>

#include "base/time.h"
#include "net/objects/reading.h"

namespace lastgood::velero {
namespace {

void AddTo(std::optional<std::uint64_t>& sum, const std::optional<std::uint64_t>& more) {
  if (more) sum = sum.value_or(0) + *more;
}

std::string InWords(const UploadRow::Extra& extra) {
  std::string text = fmt::format("{} is {}", extra.what, extra.phase);
  if (extra.since) text += fmt::format(" since {}", FormatRfc3339(*extra.since.Get()));
  if (extra.total > 0)
    text += fmt::format(", {} of {}", FormatSize(static_cast<std::uint64_t>(extra.done)),
                        FormatSize(static_cast<std::uint64_t>(extra.total)));
  return extra.message.empty() ? text : fmt::format("{}: {}", text, extra.message);
}

bool Unfinished(const UploadRow& upload) {
  return upload.state == AttemptState::kPending || upload.state == AttemptState::kRunning;
}

}  // namespace

Uploads::Uploads(const VeleroTables& tables)
    : tables_(tables),
      pods_unread_(tables.pod_volume_backups.state == ReadState::kUnread),
      data_unread_(tables.data_uploads.state == ReadState::kUnread) {
  Add(tables.pod_volume_backups);
  Add(tables.data_uploads);
}

void Uploads::Add(const Table<UploadRow>& table) {
  for (const UploadRow& row : table.rows) by_backup_[row.backup].push_back(&row);
}

const std::vector<const UploadRow*>& Uploads::Of(const BackupRow& backup) const {
  static const std::vector<const UploadRow*> none;
  const auto found = by_backup_.find(backup.id);
  return found == by_backup_.end() ? none : found->second;
}

std::string_view Uploads::ClaimOf(const UploadRow& upload) const {
  const std::vector<UploadRow>& pods = tables_.pod_volume_backups.rows;
  const std::less<const UploadRow*> before;
  const bool of_pod = !before(&upload, pods.data()) && before(&upload, pods.data() + pods.size());
  return (of_pod ? tables_.pod_volume_backups : tables_.data_uploads).symbols.Text(upload.claim);
}

UploadSum Uploads::SumOf(const BackupRow& backup) const {
  if ((pods_unread_ && backup.file_system) || (data_unread_ && backup.operations)) return {};
  UploadSum sum;
  for (const UploadRow* upload : Of(backup)) {
    if (upload->state != AttemptState::kCompleted) return {};
    AddTo(sum.bytes, upload->bytes);
    AddTo(sum.transferred, upload->transferred);
  }
  return sum;
}

std::string Uploads::UnreadOf(const BackupRow& backup) const {
  if (pods_unread_ && data_unread_ && !backup.operations)
    return fmt::format("{}; {}", tables_.pod_volume_backups.unread, tables_.data_uploads.unread);
  if (pods_unread_) return tables_.pod_volume_backups.unread;
  return data_unread_ && backup.operations ? tables_.data_uploads.unread : "";
}

std::string Uploads::FailureOf(const BackupRow& backup) const {
  const UploadRow::Extra* first = nullptr;
  std::size_t others = 0;
  for (const UploadRow* upload : Of(backup)) {
    if (upload->state != AttemptState::kFailed) continue;
    others += first == nullptr ? 0 : 1;
    if (first == nullptr) first = upload->extra.get();
  }
  if (first == nullptr) return "";
  std::string text =
      fmt::format("{}: {}", first->what, first->message.empty() ? first->phase : first->message);
  return others == 0 ? text : fmt::format("{} (and {} more)", text, others);
}

std::string Uploads::UnfinishedOf(const BackupRow& backup) const {
  const UploadRow::Extra* oldest = nullptr;
  for (const UploadRow* upload : Of(backup))
    if (Unfinished(*upload) && (oldest == nullptr || upload->extra->since < oldest->since))
      oldest = upload->extra.get();
  return oldest == nullptr ? "" : InWords(*oldest);
}

}  // namespace lastgood::velero
