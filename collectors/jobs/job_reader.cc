#include "collectors/jobs/job_reader.h"

#include <fmt/format.h>

#include "base/time.h"
#include "collectors/jobs/values.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxJobs = 10'000;

std::optional<std::uint64_t>& CountOf(Fact fact, JobReport& report) {
  if (fact == Fact::kSize) return report.size;
  if (fact == Fact::kTransferred) return report.transferred;
  return fact == Fact::kFilesNew ? report.files_new : report.files_changed;
}

// Nothing that is reported can have happened after it was written.
std::optional<Time> NotAfter(std::optional<Time> time, const std::optional<Time>& written, const Place& place,
                             std::vector<Error>& complaints) {
  if (!time || !written || *time <= *written + kClocksDiffer) return time;
  complaints.push_back({ErrorCode::kClockSkew,
                        fmt::format("job {}: it reports a time, {}, after that at which this was written, "
                                    "{}: the earlier one is taken; compare the clocks",
                                    place.job, FormatRfc3339(*time), FormatRfc3339(*written))});
  return written;
}

}  // namespace

Status JobReader::Add(const Sample& sample) {
  if (jobs_.size() == kMaxJobs && !jobs_.contains(sample.place))
    return Error{ErrorCode::kTooLarge, "more than 10,000 jobs: this one is not shown"};
  Job& job = jobs_[sample.place];
  job.report.place = sample.place;
  if (sample.fact == Fact::kSuccess || sample.fact == Fact::kLastSuccess)
    job.report.outcomes.insert(sample.Series());
  switch (sample.fact) {
    case Fact::kSuccess:
      return AddOutcome(sample, job);
    case Fact::kTimestamp:
      return AddTimestamp(sample, job);
    case Fact::kStart:
    case Fact::kLastSuccess:
    case Fact::kLastFailure:
    case Fact::kRecoveryPoint:
      return AddTime(sample, job);
    default:
      return AddFigure(sample, job.report);
  }
}

Status JobReader::AddOutcome(const Sample& sample, Job& job) {
  Run& run = job.runs[sample.labels];
  KeepLess(run.written, sample.written);
  const Result<bool> outcome = ToOutcome(sample.value);
  if (!outcome.ok()) {
    job.report.doubtful = true;
    job.report.told = true;
    return outcome.error();
  }
  KeepLess(run.success, std::optional(*outcome));
  return Ok();
}

Status JobReader::AddTimestamp(const Sample& sample, Job& job) {
  Run& run = job.runs[sample.labels];
  KeepLess(run.written, sample.written);
  const Result<Time> time = ToTime(sample.value, now_);
  if (!time.ok()) {
    run.bad_time = true;
    job.report.told = true;
    return time.error();
  }
  KeepLess(run.timestamp, std::optional(*time));
  return Ok();
}

Status JobReader::AddTime(const Sample& sample, Job& job) const {
  if (sample.fact == Fact::kLastSuccess) job.tells_last_success = true;
  LASTGOOD_ASSIGN(const std::optional<Time> told, ToTimeOrNever(sample.value, now_));
  std::vector<Error> late;
  const std::optional<Time> time = NotAfter(told, sample.written, sample.place, late);
  JobReport& report = job.report;
  if (sample.fact == Fact::kLastSuccess)
    KeepLess(report.last_success, time);
  else if (sample.fact == Fact::kLastFailure)
    KeepMore(report.last_failure, time);
  else
    KeepLess(sample.fact == Fact::kStart ? report.start : report.recovery_point, time);
  return late.empty() ? Ok() : Status(std::move(late.front()));
}

Status JobReader::AddFigure(const Sample& sample, JobReport& report) {
  if (sample.fact == Fact::kDuration) {
    LASTGOOD_ASSIGN(const Duration length, ToLength(sample.value));
    KeepMore(report.duration, std::optional(length));
    return Ok();
  }
  LASTGOOD_ASSIGN(const std::uint64_t count, ToCount(sample.value));
  Sum(CountOf(sample.fact, report), std::optional(count));
  return Ok();
}

JobReport JobReader::Conclude(Job& job, std::vector<Error>& complaints) {
  JobReport& report = job.report;
  // A time without an outcome beside it is that of all outcomes which have none of their own.
  std::optional<Time> common;
  bool guess = !job.tells_last_success;
  for (const auto& [labels, run] : job.runs) {
    if (!run.success) KeepLess(common, run.timestamp);
    if (run.bad_time) guess = false;
  }
  bool all_known = true;
  for (const auto& [labels, run] : job.runs) {
    if (!run.success) continue;
    std::optional<Time> time =
        NotAfter(run.timestamp ? run.timestamp : common, run.written, report.place, complaints);
    if (!*run.success) {
      KeepMore(report.failed, time ? time : run.written);
      KeepMore(report.failure_written, run.written);
    }
    if (!time && guess) time = run.written;
    all_known = all_known && time.has_value();
    KeepLess(report.success, run.success);
    KeepLess(report.ended, time);
  }
  if (!all_known) report.ended = std::nullopt;
  if (!report.success) report.ended = common;
  return std::move(report);
}

std::vector<JobReport> JobReader::Finish(std::vector<Error>& complaints) {
  std::vector<JobReport> reports;
  reports.reserve(jobs_.size());
  for (auto& [place, job] : jobs_) reports.push_back(Conclude(job, complaints));
  return reports;
}

void Merge(const JobReport& other, JobReport& report) {
  if (other.success && !report.success)
    report.ended = other.ended;
  else if (other.success && !(report.ended && other.ended))
    report.ended = std::nullopt;
  else if (other.success || !report.success)
    KeepLess(report.ended, other.ended);
  KeepLess(report.success, other.success);
  report.doubtful = report.doubtful || other.doubtful;
  report.told = report.told || other.told;
  report.outcomes.insert(other.outcomes.begin(), other.outcomes.end());
  KeepMore(report.failed, other.failed);
  KeepMore(report.failure_written, other.failure_written);
  KeepLess(report.start, other.start);
  KeepLess(report.last_success, other.last_success);
  KeepMore(report.last_failure, other.last_failure);
  KeepLess(report.recovery_point, other.recovery_point);
  KeepMore(report.duration, other.duration);
  for (const Fact fact : {Fact::kSize, Fact::kTransferred, Fact::kFilesNew, Fact::kFilesChanged}) {
    JobReport copy = other;
    Sum(CountOf(fact, report), CountOf(fact, copy));
  }
}

}  // namespace lastgood::jobs
