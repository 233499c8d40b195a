// Snapshots as the history of a track.
#include "collectors/opensearch/track.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/opensearch/assemble_api.h"
#include "collectors/opensearch/assemble_stored.h"
#include "collectors/shared/history.h"
#include "net/objects/reading.h"

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

// A selection that matches nothing any more succeeds at saving nothing.
void TellEmpty(std::int64_t most_shards, BackupAttempt& attempt, const SnapshotRow& row) {
  if (attempt.state != AttemptState::kCompleted || row.shards != 0 || most_shards == 0) return;
  attempt.state = AttemptState::kPartial;
  attempt.error =
      fmt::format("it is empty, others hold up to {} shards: what does its selection match?", most_shards);
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
  std::int64_t most_shards = 0;
  for (const SnapshotRow* row : snapshots) most_shards = std::max(most_shards, row->shards.value_or(0));
  for (const SnapshotRow* row : snapshots) {
    const std::string why = WhyNotCounted(*row, now);
    if (why.empty()) {
      BackupAttempt attempt = AttemptOf(*row);
      TellEmpty(most_shards, attempt, *row);
      history.Add(std::move(attempt));
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
