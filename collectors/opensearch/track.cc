// Snapshots as the history of a track.
#include <fmt/format.h>

#include "collectors/history.h"
#include "collectors/opensearch/assemble.h"
#include "exporter/base/time.h"

namespace lastgood::opensearch {
namespace {

AttemptState StateOf(const SnapshotRow& row) {
  switch (row.state) {
    case SnapshotState::kRunning:
      return AttemptState::kRunning;
    case SnapshotState::kSuccess:
      return row.detailed ? AttemptState::kCompleted : AttemptState::kFailed;
    case SnapshotState::kPartial:
      return AttemptState::kPartial;
    default:
      return AttemptState::kFailed;
  }
}

BackupAttempt AttemptOf(const SnapshotRow& row) {
  BackupAttempt attempt{.state = StateOf(row),
                        .begun = row.start,
                        .ended = row.end,
                        .what = "snapshot " + Cut(row.name, 200),
                        .state_text = row.state_text,
                        .error = row.why};
  attempt.failed = row.end ? row.end : row.start;
  if (row.state == SnapshotState::kSuccess && !row.detailed) attempt.failed.reset();
  // The time of its end is that of a snapshot that a newer version made: it says nothing of a failure.
  if (row.state == SnapshotState::kIncompatible) attempt.failed.reset();
  return attempt;
}

std::string WhyNotCounted(const SnapshotRow& row, Time now) {
  if (row.state == SnapshotState::kUnknown)
    return fmt::format("is in the unknown state \"{}\"", row.state_text);
  for (const std::optional<Time>& time : {row.start, row.end})
    if (time && IsFromTheFuture(*time, now))
      return fmt::format("claims to be of {}, which is still to come", FormatRfc3339(*time));
  return "";
}

}  // namespace

void FillTrack(const std::vector<const SnapshotRow*>& snapshots, Time now, Track& track,
               std::vector<Problem>& problems) {
  History history;
  for (const SnapshotRow* row : snapshots) {
    const std::string why = WhyNotCounted(*row, now);
    if (why.empty()) {
      history.Add(AttemptOf(*row));
      continue;
    }
    const ErrorCode code =
        row->state == SnapshotState::kUnknown ? ErrorCode::kMalformed : ErrorCode::kClockSkew;
    const std::string name = Cut(row->name, 200);
    if (problems.size() < 100)
      problems.push_back({"Snapshot", "", name, {code, fmt::format("snapshot {} {}", name, why)}});
  }
  history.Fill(track);
}

}  // namespace lastgood::opensearch
