#include "collectors/volsync/decode.h"

#include <fmt/format.h>

#include "base/time.h"

namespace lastgood::volsync {
namespace {

constexpr std::size_t kLongestMessage = 400;

std::string At(const Fields& fields, std::string_view mover, std::string_view key) {
  return Cut(fields.String({"spec", mover, key}), 253);
}

void ReadMover(const Fields& fields, SyncRow& row) {
  for (const std::string_view mover : {"restic", "rclone", "rsyncTLS", "rsync", "syncthing", "external"})
    if (fields.Has({"spec", mover}) && row.mover.empty()) row.mover = mover;
  if (row.mover == "restic") row.destination = At(fields, "restic", "repository");
  if (row.mover == "rclone")
    row.destination = WithoutCredentials(fmt::format("{}:{}", At(fields, "rclone", "rcloneConfigSection"),
                                                     At(fields, "rclone", "rcloneDestPath")));
  if (row.mover == "rsync" || row.mover == "rsyncTLS") row.destination = At(fields, row.mover, "address");
  if (row.mover == "external") row.destination = At(fields, "external", "provider");
}

// The last line that a mover wrote tells why it failed.
std::string LastLine(std::string_view logs) {
  const std::size_t end = logs.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos) return "";
  logs = logs.substr(0, end + 1);
  const std::size_t newline = logs.rfind('\n');
  return Cut(newline == std::string_view::npos ? logs : logs.substr(newline + 1), kLongestMessage);
}

// VolSync has no time for a try that failed; the sync that it belongs to, or the condition, was before.
void ReadFailure(const Fields& fields, SyncRow& row) {
  if (fields.String({"status", "latestMoverStatus", "result"}) == "Failed") {
    row.failed = true;
    row.message = LastLine(fields.String({"status", "latestMoverStatus", "logs"}));
    row.failed_at = row.started;
  }
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) != "Synchronizing" || condition.String({"reason"}) != "Error") return;
    row.failed = true;
    row.message = Cut(condition.String({"message"}), kLongestMessage);
    row.failed_at = condition.Timestamp({"lastTransitionTime"});
  });
}

void ReadDuration(const Fields& fields, SyncRow& row) {
  const std::string text = fields.String({"status", "lastSyncDuration"});
  if (text.empty()) return;
  const Result<Duration> duration = ParseDuration(text, false);
  if (duration.ok())
    row.duration = *duration;
  else
    fields.Note({"status", "lastSyncDuration"}, "a duration such as 1m30s",
                fmt::format("\"{}\"", Cut(text, 40)));
}

}  // namespace

Result<bool> DecodeSync(const Fields& fields, Symbols&, SyncRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.claim = fields.String({"spec", "sourcePVC"});
  row.cron = fields.String({"spec", "trigger", "schedule"});
  row.manual = fields.String({"spec", "trigger", "manual"});
  row.paused = fields.Bool({"spec", "paused"}).value_or(false);
  row.has_status = fields.Has({"status"});
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.started = fields.Timestamp({"status", "lastSyncStartTime"});
  row.synced = fields.Timestamp({"status", "lastSyncTime"});
  row.next = fields.Timestamp({"status", "nextSyncTime"});
  row.annotations = ReadObjectiveAnnotations(fields);
  ReadDuration(fields, row);
  ReadMover(fields, row);
  ReadFailure(fields, row);
  return true;
}

}  // namespace lastgood::volsync
