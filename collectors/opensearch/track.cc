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

constexpr Duration kSameRun = std::chrono::minutes(30);
// A success is noted a little after its snapshot ended, and may be between two answers of one pass.
constexpr Duration kNotedLater = std::chrono::hours(1);
constexpr Duration kUnsettled = std::chrono::minutes(15);

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

// A selection that matches nothing succeeds at saving nothing.
void TellEmpty(std::int64_t most_shards, BackupAttempt& attempt, const SnapshotRow& row) {
  if (attempt.state != AttemptState::kCompleted || row.shards != 0) return;
  attempt.state = AttemptState::kPartial;
  attempt.error =
      most_shards == 0
          ? "it is empty, as all of them are: its selection matches nothing"
          : fmt::format("it is empty, others hold up to {} shards: what does its selection match?",
                        most_shards);
}

bool IsGood(const SnapshotRow* row) { return row->state == SnapshotState::kSuccess && row->shards != 0; }
bool IsEmpty(const SnapshotRow* row) { return row->state == SnapshotState::kSuccess && row->shards == 0; }

// The snapshot of a run, by its name or by when it began.
const SnapshotRow* Find(const PolicySuccess& success, const std::vector<const SnapshotRow*>& rows) {
  for (const SnapshotRow* row : rows)
    if (!success.snapshot.empty() && row->name == success.snapshot) return row;
  for (const SnapshotRow* row : rows)
    if (row->start && success.start && std::chrono::abs(*row->start - *success.start) <= kSameRun) return row;
  return nullptr;
}

void SetSuccess(const PolicySuccess& success, Track& track) {
  track.last_success_start = success.start;
  track.last_success_finish = success.end;
  track.last_success_duration = std::nullopt;
  if (success.start && *success.start <= success.end)
    track.last_success_duration = success.end - *success.start;
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

void FillTrack(const std::vector<const SnapshotRow*>& snapshots, Empty empty, Time now, Track& track,
               std::vector<Problem>& problems) {
  History history;
  std::int64_t most_shards = 0;
  for (const SnapshotRow* row : snapshots) most_shards = std::max(most_shards, row->shards.value_or(0));
  for (const SnapshotRow* row : snapshots) {
    const std::string why = WhyNotCounted(*row, now);
    if (why.empty()) {
      BackupAttempt attempt = AttemptOf(*row);
      if (empty == Empty::kFails) TellEmpty(most_shards, attempt, *row);
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

Makers ByMaker(const PolicyRow& policy, const std::vector<const SnapshotRow*>& rows, Time now) {
  Makers makers;
  for (const SnapshotRow* row : rows) {
    const bool other = policy.own_until && row->state == SnapshotState::kSuccess && row->end &&
                       *row->end > *policy.own_until + kNotedLater && *row->end < now - kUnsettled;
    (other ? makers.others : makers.own).push_back(row);
  }
  return makers;
}

std::string AdoptSuccess(const PolicyRow& policy, const std::vector<const SnapshotRow*>* own, Time now,
                         Track& track) {
  const PolicySuccess& success = *policy.succeeded;
  const bool newer = !track.last_success_finish || success.end > *track.last_success_finish + kNotedLater;
  if (own == nullptr) {
    if (newer) SetSuccess(success, track);
    return "";
  }
  const SnapshotRow* listed = Find(success, *own);
  const bool only_empty = !own->empty() && std::ranges::all_of(*own, IsEmpty);
  // In the history it is what it is.
  if (!newer || only_empty || (listed != nullptr && (track.last_success_finish || !IsGood(listed))))
    return "";
  // With another good one, that is what can be restored, and what the next one is due from.
  if (!track.last_success_finish) {
    SetSuccess(success, track);
    if (listed == nullptr)
      track.expires = std::min(now, success.end + policy.retention.value_or(Duration::zero()));
  }
  if (listed != nullptr) return "";
  return fmt::format(
      "the last success of policy {}, at {}, is the cluster's word: its snapshot{} is not in the "
      "repository any more",
      Cut(policy.name, 100), FormatRfc3339(success.end),
      success.snapshot.empty() ? "" : " " + Cut(success.snapshot, 100));
}

}  // namespace lastgood::opensearch
