#include "collectors/restore_tests/runs.h"

namespace lastgood::restore_tests {
namespace {

constexpr Duration kLeastWork = std::chrono::minutes(1);

bool BeganAfter(const JobRow& job, const std::optional<Time>& moment) {
  return !moment || (job.started && *job.started >= *moment);
}

}  // namespace

Runs::Runs(const Table<JobRow>& jobs, const CronJobRow& cronjob) {
  for (const JobRow& job : jobs.rows)
    if (job.namespace_ == cronjob.namespace_ && job.cronjob == cronjob.name) jobs_.push_back(&job);
}

const JobRow* Runs::NewestGood() const {
  const JobRow* newest = nullptr;
  for (const JobRow* job : jobs_)
    if (job->completed && (newest == nullptr || *job->completed > *newest->completed)) newest = job;
  return newest;
}

const JobRow* Runs::NewestFailed() const {
  const JobRow* newest = nullptr;
  for (const JobRow* job : jobs_)
    if (job->failed && (newest == nullptr || *job->failed > *newest->failed)) newest = job;
  return newest;
}

const JobRow* Runs::Running() const {
  const JobRow* oldest = nullptr;
  for (const JobRow* job : jobs_)
    if (job->started && !job->completed && !job->failed &&
        (oldest == nullptr || *job->started < *oldest->started))
      oldest = job;
  return oldest;
}

const JobRow* Runs::GoodAt(Time moment) const {
  for (const JobRow* job : jobs_)
    if (job->completed && job->started && *job->started <= moment && moment <= *job->completed) return job;
  return nullptr;
}

const JobRow* Runs::GoodWithWork(const std::optional<Time>& finished) const {
  const JobRow* newest = nullptr;
  for (const JobRow* job : jobs_)
    if (job->completed && BeganAfter(*job, finished) && LengthOf(*job) >= kLeastWork &&
        (newest == nullptr || *job->completed > *newest->completed))
      newest = job;
  return newest;
}

const JobRow* Runs::FirstGood(const std::optional<Time>& finished) const {
  const JobRow* first = nullptr;
  for (const JobRow* job : jobs_)
    if (job->completed && BeganAfter(*job, finished) &&
        (first == nullptr || *job->completed < *first->completed))
      first = job;
  return first;
}

std::optional<Duration> LengthOf(const JobRow& job) {
  if (!job.started || !job.completed || *job.started > *job.completed) return std::nullopt;
  return *job.completed - *job.started;
}

}  // namespace lastgood::restore_tests
