#include "collectors/jobs/job_reader.h"

#include <fmt/format.h>

#include <set>

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
std::optional<Time> NotAfter(std::optional<Time> time, const std::optional<Time>& written,
                             const JobPlace& place, std::vector<Error>& complaints) {
  if (!time || !written || *time <= *written + kClocksDiffer) return time;
  complaints.push_back({ErrorCode::kClockSkew,
                        fmt::format("job {}: it reports a time, {}, after that at which this was written, "
                                    "{}: the earlier one is taken; compare the clocks",
                                    place.job, FormatRfc3339(*time), FormatRfc3339(*written))});
  return written;
}

// What cannot be right of whether and when a part succeeded keeps the whole from being good.
Status Doubt(const Sample& sample, const Error& error, PartReport& part, JobReport& report) {
  report.told = true;
  if (part.doubt.empty()) part.doubt = fmt::format("{}: {}", Cut(sample.metric, 100), error.message);
  return error;
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
      return AddFigure(sample, job);
  }
}

Status JobReader::AddOutcome(const Sample& sample, Job& job) {
  Run& run = job.runs[sample.labels];
  run.is_part = true;
  KeepLess(run.written, sample.written);
  const Result<Outcome> outcome = outcomes_.Of(sample.metric, sample.value);
  if (!outcome.ok()) return Doubt(sample, outcome.error(), run.part, job.report);
  KeepLess(run.part.success, std::optional(*outcome == Outcome::kSuccess));
  run.part.partial = run.part.partial || *outcome == Outcome::kPartial;
  return Ok();
}

Status JobReader::AddTimestamp(const Sample& sample, Job& job) {
  Run& run = job.runs[sample.labels];
  KeepLess(run.written, sample.written);
  const Result<std::optional<Time>> time = ToTimeOrNever(sample.value, now_);
  if (!time.ok()) {
    run.bad_time = true;
    return Doubt(sample, time.error(), run.part, job.report);
  }
  // Of a run that never was, nothing else can be right.
  run.part.never = run.part.never || !*time;
  KeepLess(run.timestamp, *time);
  return Ok();
}

Status JobReader::AddTime(const Sample& sample, Job& job) {
  const bool success = sample.fact == Fact::kLastSuccess;
  if (success) job.tells_last_success = true;
  JobReport& report = job.report;
  const Result<std::optional<Time>> told = ToTimeOrNever(sample.value, now_);
  if (!told.ok() && !success) return told.error();
  std::vector<Error> late;
  const std::optional<Time> time =
      told.ok() ? NotAfter(*told, sample.written, sample.place, late) : std::nullopt;
  if (sample.fact == Fact::kStart) {
    KeepLess(report.start, time);
  } else {
    Run& run = job.runs[sample.labels];
    run.is_part = run.is_part || success || (sample.fact == Fact::kLastFailure && time);
    if (!told.ok()) return Doubt(sample, told.error(), run.part, report);
    if (success) {
      run.part.never = !time;
      KeepLess(run.part.last_success, time);
    } else if (sample.fact == Fact::kLastFailure) {
      KeepMore(run.part.last_failure, time);
    } else {
      KeepLess(run.part.recovery_point, time);
    }
  }
  return late.empty() ? Ok() : Status(std::move(late.front()));
}

Status JobReader::AddFigure(const Sample& sample, Job& job) {
  if (sample.fact == Fact::kDuration) {
    LASTGOOD_ASSIGN(const Duration length, ToLength(sample.value));
    KeepMore(job.report.duration, std::optional(length));
    return Ok();
  }
  LASTGOOD_ASSIGN(const std::uint64_t count, ToCount(sample.value));
  Sum(CountOf(sample.fact, job.report), std::optional(count));
  if (sample.fact == Fact::kSize) Sum(job.runs[sample.labels].size, std::optional(count));
  return Ok();
}

// One that tells when it ran, and not how, though others with the same labels do.
void JobReader::FindSilentParts(Job& job) {
  const auto names_of = [](const LabelList& labels) {
    std::vector<std::string> names;
    for (const auto& [name, value] : labels) names.push_back(name);
    return names;
  };
  std::set<std::vector<std::string>> kinds;
  for (const auto& [labels, run] : job.runs)
    if (run.part.success && !labels.empty()) kinds.insert(names_of(labels));
  for (auto& [labels, run] : job.runs) {
    if (run.is_part || !run.timestamp || !kinds.contains(names_of(labels))) continue;
    run.is_part = true;
    run.part.doubt = "it does not report whether it succeeded, as others do";
  }
}

JobReport JobReader::Conclude(Job& job, std::vector<Error>& complaints) {
  JobReport& report = job.report;
  // A time without an outcome beside it is that of all outcomes which have none of their own.
  std::optional<Time> common;
  PartReport common_says;
  bool guess = !job.tells_last_success;
  FindSilentParts(job);
  for (const auto& [labels, run] : job.runs) {
    if (run.bad_time) guess = false;
    if (run.is_part) continue;
    KeepLess(common, run.timestamp);
    Merge(run.part, common_says);
  }
  for (auto& [labels, run] : job.runs) {
    KeepLess(report.recovery_point, run.part.recovery_point);
    if (!run.is_part) continue;
    PartReport& part = run.part;
    part.ended = NotAfter(run.timestamp ? run.timestamp : common, run.written, report.place, complaints);
    if (part.success == false) {
      part.failed = part.ended ? part.ended : run.written;
      part.failure_written = run.written;
    }
    if (!part.ended && guess && part.success) part.ended = run.written;
    if (!run.timestamp && !part.last_success) {
      part.never = part.never || common_says.never;
      if (part.doubt.empty()) part.doubt = common_says.doubt;
    }
    part.empty = part.success != false && (run.size ? run.size == 0u : report.size == 0u);
    report.parts.emplace(labels, std::move(part));
  }
  Total(report);
  return std::move(report);
}

std::vector<JobReport> JobReader::Finish(std::vector<Error>& complaints) {
  std::vector<JobReport> reports;
  reports.reserve(jobs_.size());
  for (auto& [place, job] : jobs_) reports.push_back(Conclude(job, complaints));
  return reports;
}

void Total(JobReport& report) {
  report.success = std::nullopt;
  report.doubtful = false;
  report.ended = report.failed = report.failure_written = report.last_success = report.last_failure =
      std::nullopt;
  bool all_known = true;
  for (const auto& [labels, part] : report.parts) {
    KeepLess(report.success, part.success);
    report.doubtful = report.doubtful || !part.doubt.empty() || part.never || part.empty;
    if (part.success) KeepLess(report.ended, part.ended);
    if (part.success && !part.ended) all_known = false;
    KeepMore(report.failed, part.failed);
    KeepMore(report.failure_written, part.failure_written);
    KeepLess(report.last_success, part.last_success);
    KeepMore(report.last_failure, part.last_failure);
    KeepLess(report.recovery_point, part.recovery_point);
  }
  if (!all_known) report.ended = std::nullopt;
  report.last_good = LastGood(report.parts);
}

void Merge(const JobReport& other, JobReport& report) {
  for (const auto& [labels, part] : other.parts) {
    const auto [known, added] = report.parts.emplace(labels, part);
    if (!added) Merge(part, known->second);
  }
  report.told = report.told || other.told;
  report.outcomes.insert(other.outcomes.begin(), other.outcomes.end());
  KeepLess(report.start, other.start);
  KeepLess(report.recovery_point, other.recovery_point);
  KeepMore(report.duration, other.duration);
  for (const Fact fact : {Fact::kSize, Fact::kTransferred, Fact::kFilesNew, Fact::kFilesChanged}) {
    JobReport copy = other;
    Sum(CountOf(fact, report), CountOf(fact, copy));
  }
  Total(report);
}

}  // namespace lastgood::jobs
