#include "collectors/volsync/decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"

namespace lastgood::volsync {
namespace {

constexpr std::size_t kLongestMessage = 400;

std::string At(const Fields& fields, std::string_view mover, std::string_view key) {
  return Cut(fields.String({"spec", mover, key}), 253);
}

// Forks have movers of their own: what stands in `spec` beside VolSync's fields is one.
std::string UnknownMover(const Fields& fields) {
  std::string mover;
  fields.EachMember({"spec"}, [&](std::string_view key, const Fields&) {
    if (key != "sourcePVC" && key != "trigger" && key != "paused" && mover.empty())
      mover = Cut(std::string(key), 63);
  });
  return mover;
}

void ReadMover(const Fields& fields, SyncRow& row) {
  for (const std::string_view mover :
       {"restic", "kopia", "rclone", "rsyncTLS", "rsync", "syncthing", "external"})
    if (fields.Has({"spec", mover}) && row.mover.empty()) row.mover = mover;
  if (row.mover.empty()) {
    row.mover = UnknownMover(fields);
    row.known_mover = row.mover.empty();
  }
  if (row.mover == "restic" || row.mover == "kopia") row.destination = At(fields, row.mover, "repository");
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

// The line by which a mover tells that it did nothing, and then ends well (volsync, mover-restic/entry.sh;
// the kopia mover says so, too, and "FAILURE" of what it calls a success).
std::string DidNothing(std::string_view logs) {
  for (std::size_t from = 0; from < logs.size();) {
    const std::size_t end = std::min(logs.find('\n', from), logs.size());
    const std::string_view line = logs.substr(from, end - from);
    const std::string lower = Lower(line);
    for (const std::string_view words :
         {"directory is empty", "no eligible snapshots", "no snapshots found", "no data will be restored",
          "operation_result: failure", "processed 0 files"})
      if (lower.find(words) != std::string::npos) return LastLine(line);
    from = end + 1;
  }
  return "";
}

// VolSync has no time for a try that failed; the sync that it belongs to, or the condition, was before.
void ReadFailure(const Fields& fields, SyncRow& row) {
  if (fields.String({"status", "latestMoverStatus", "result"}) == "Failed") {
    row.failed = true;
    row.message = WithoutSecrets(LastLine(fields.String({"status", "latestMoverStatus", "logs"})));
    row.failed_at = row.started;
  } else {
    row.nothing = DidNothing(fields.String({"status", "latestMoverStatus", "logs"}));
  }
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) != "Synchronizing" || condition.String({"reason"}) != "Error") return;
    row.failed = true;
    row.message = FromOutside(condition.String({"message"}), kLongestMessage);
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
  row.last_manual = fields.String({"status", "lastManualSync"});
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
