#include "collectors/shared/history.h"

#include <fmt/format.h>

#include "collectors/shared/kubernetes.h"
#include "model/future.h"

namespace lastgood {

void History::Add(BackupAttempt attempt) {
  switch (attempt.state) {
    case AttemptState::kLeaving:
      return;
    case AttemptState::kCompleted:
      return attempt.ended ? AddGood(attempt) : AddBad(attempt, "complete, but without the time of its end");
    case AttemptState::kPartial:
    case AttemptState::kFailed:
      return AddBad(attempt, attempt.error);
    default:
      ++(attempt.state == AttemptState::kPending ? counts_.pending : counts_.running);
      if (!waiting_ || (attempt.begun && (!waiting_->begun || *attempt.begun < *waiting_->begun)))
        waiting_ = std::move(attempt);
  }
}

void History::AddGood(const BackupAttempt& attempt) {
  ++counts_.completed;
  if (now_ != Time::max() && IsAhead(attempt.ended, now_)) {
    if (!ahead_ || *attempt.ended > *ahead_->ended) ahead_ = attempt;
    return;
  }
  runs_.Add({*attempt.ended, RunOutcome::kGood, attempt.size});
  if (attempt.begun && *attempt.begun <= *attempt.ended)
    durations_.push_back(*attempt.ended - *attempt.begun);
  if (attempt.begun && (!point_ || *attempt.begun > *point_)) point_ = attempt.begun;
  if (attempt.begun && (!window_start_ || *attempt.begun < *window_start_)) window_start_ = attempt.begun;
  const bool newer = !newest_ || *attempt.ended > *newest_->ended;
  const std::optional<std::uint64_t> older_size =
      newer ? (newest_ ? newest_->size : std::nullopt) : attempt.size;
  if (older_size) sizes_.push_back(*older_size);
  if (newer) newest_ = attempt;
}

void History::AddBad(const BackupAttempt& attempt, std::string_view why) {
  const bool failed = attempt.state == AttemptState::kFailed;
  ++(failed ? counts_.failed : counts_.partial);
  if (attempt.failed)
    runs_.Add({*attempt.failed, failed ? RunOutcome::kFailed : RunOutcome::kPartial, attempt.size});
  if (!attempt.failed || (failure_ && *attempt.failed <= *failure_)) return;
  failure_ = attempt.failed;
  failure_message_ = fmt::format("{}: {}", attempt.what, why.empty() ? attempt.state_text : why);
}

void History::Fill(Track& track) {
  track.counts = counts_;
  track.runs = runs_.Take();
  if (ahead_) track.ahead = ahead_->ended;
  if (!newest_) newest_ = ahead_;
  if (newest_) {
    track.last_success_start = newest_->begun;
    track.last_success_finish = newest_->ended;
    if (newest_->begun && *newest_->begun <= *newest_->ended)
      track.last_success_duration = *newest_->ended - *newest_->begun;
    track.last_success_bytes = newest_->size;
    track.last_success_transferred_bytes = newest_->transferred;
  }
  track.typical_bytes = Median(sizes_);
  track.typical_duration = Median(durations_);
  track.recovery_point = point_;
  track.recovery_window_start = window_start_;
  track.last_failure = failure_;
  track.last_failure_message = failure_message_;
  if (!waiting_) return;
  track.running_since = waiting_->begun;
  track.running_detail = fmt::format("{} is {}", waiting_->what, waiting_->state_text);
  if (!waiting_->error.empty()) track.running_detail += fmt::format(": {}", waiting_->error);
}

}  // namespace lastgood
