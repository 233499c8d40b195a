#include "exporter/serve/runner_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "base/time.h"
#include "catalog/expose_coverage.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

// Between passes that news begin: long enough that they take little of a core, and short enough for whoever
// looks.
constexpr Duration kLeastBetweenNews = std::chrono::seconds(1), kMostBetweenNews = std::chrono::seconds(10);
constexpr int kRestAfterNews = 35;  // times as long as a pass took, with what followed from it

std::vector<UnreadObject> UnreadOf(std::vector<Problem> problems) {
  std::vector<UnreadObject> unread;
  unread.reserve(problems.size());
  for (Problem& problem : problems)
    unread.push_back({std::move(problem.kind), std::move(problem.namespace_), std::move(problem.name),
                      std::move(problem.error)});
  return unread;
}

// Up to a tenth more, so that many exporters do not ask at the same moment.
Duration WithJitter(Duration interval) {
  static thread_local std::minstd_rand random(std::random_device{}());
  return interval + Duration(std::uniform_int_distribution<Duration::rep>(0, interval.count() / 10)(random));
}

void Book(const Collected& collected, Time now, Duration took, CollectorState& state) {
  state.finished = true;
  state.absent = collected.absent;
  state.not_in_dump = collected.not_in_dump;
  state.in_part = collected.in_part;
  state.success = collected.failures.empty();
  if (*state.success) state.last_success = now;
  state.duration = took;
  for (const Error& failure : collected.failures) ++state.errors[static_cast<std::size_t>(failure.code)];
  state.failures = collected.failures;
  state.unread = UnreadOf(collected.problems);
  state.kinds = collected.kinds;
  state.memory = collected.memory;
}

}  // namespace

bool RunnerState::PublishAnew(RunnerTask& task, const Make& make) {
  for (PublishedPart published;;) {
    std::unique_lock lock(mutex);
    const std::shared_ptr<const Part> former = task.published.part;
    const std::shared_ptr<const Objectives> now = objectives;
    if (task.retired) return false;
    lock.unlock();
    published = Publish(make(*former, *now, published.part.get()));
    lock.lock();
    if (task.retired) return false;
    if (task.published.part != former || objectives != now) continue;
    task.published = std::move(published);
    return true;
  }
}

void RunnerState::FindPlace(RunnerTask& task) {
  const Collector& collector = task.collector;
  if (!collector.place.empty() || !collector.find_place) return;
  const std::string place = collector.find_place();
  if (place.empty()) return;
  {
    const std::lock_guard lock(mutex);
    if (task.published.part->state.place == place) return;
  }
  Collector here = collector;
  here.place = place;
  PublishAnew(task, [&](const Part& former, const Objectives& now, const Part*) {
    return *MakeTask(here, &former.state, &former.facts, now, clock.Now())->published.part;
  });
}

void RunnerState::RunPass(RunnerTask& task, const Progress& progress) {
  FindPlace(task);
  std::shared_ptr<const Part> former;
  const Monotonic start = clock.Steady();
  {
    const std::lock_guard lock(mutex);
    former = task.published.part;
    task.pass_started = start;
  }
  const CollectorState& state = former->state;
  Collected collected =
      task.collector.collect({Deadline::After(clock, task.collector.timeout, task.stop.get_token()),
                              former->facts, progress, state.kinds, state.memory});
  if (task.stop.stop_requested()) return;
  Finish(task, std::move(collected), former->facts, std::chrono::ceil<Duration>(clock.Steady() - start));
  task.cost = std::chrono::ceil<Duration>(clock.Steady() - start);
}

void RunnerState::Finish(RunnerTask& task, Collected collected, const Facts& former, Duration took) {
  {
    // From here on the pass is not overdue any more: a timeout that is counted later would be lost.
    const std::lock_guard lock(mutex);
    task.pass_started.reset();
    task.overdue = false;
  }
  const Time now = clock.Now();
  const bool published =
      PublishAnew(task, [&](const Part& before, const Objectives& promised, const Part* made) {
        CollectorState state = before.state;
        Book(collected, now, took, state);
        Facts facts;
        if (made == nullptr)
          facts = std::move(collected.facts);
        else
          facts = made->facts;
        return MakePart(std::move(state), std::move(facts), promised, now, &former);
      });
  if (!published) return;
  {
    const std::lock_guard lock(mutex);
    task.ready = true;
  }
  Join();
  std::vector<Error> told = std::move(collected.failures);
  for (Problem& problem : collected.problems) told.push_back(std::move(problem.error));
  log.Failures(task.Name(), told);
}

void RunnerState::Rest(RunnerTask& task) {
  const Collector& collector = task.collector;
  const std::stop_token token = task.stop.get_token();
  std::unique_lock lock(mutex);
  const Duration took = task.published.part->state.duration.value_or(Duration::zero());
  lock.unlock();
  const Duration rest = WithJitter(std::max(collector.interval, took * collector.rest_factor));
  if (collector.changes == nullptr) return clock.Sleep(rest, token);
  const Duration pause =
      std::min(rest, std::clamp(task.cost * kRestAfterNews, kLeastBetweenNews, kMostBetweenNews));
  clock.Sleep(pause, token);
  collector.changes->Wait(rest - pause, token);
}

void RunnerState::Join() {
  const std::lock_guard one(joining);
  Parts parts;
  std::shared_ptr<const Objectives> promised;
  {
    const std::lock_guard lock(mutex);
    for (const auto& task : tasks) parts.push_back(task->published.part);
    promised = objectives;
  }
  auto covered = std::make_shared<const Coverage>(Cover(parts, *promised));
  auto samples = std::make_shared<const Samples>(Expose(*covered));
  const std::lock_guard lock(mutex);
  coverage = std::move(covered);
  coverage_samples = std::move(samples);
}

void RunnerState::MarkOverdue() {
  constexpr Duration kSlack = std::chrono::seconds(1);
  bool any = false;
  {
    const std::lock_guard lock(mutex);
    for (const auto& task : tasks) {
      const Duration timeout = task->collector.timeout;
      if (!task->pass_started || task->overdue || task->retired) continue;
      if (clock.Steady() < *task->pass_started + timeout + kSlack) continue;
      any = task->overdue = task->ready = true;
      Part part = *task->published.part;
      part.state.finished = true;
      part.state.success = false;
      ++part.state.errors[static_cast<std::size_t>(ErrorCode::kTimeout)];
      part.state.failures = {{ErrorCode::kTimeout, fmt::format("{}: the pass has not ended within {}",
                                                               task->Name(), FormatDuration(timeout))}};
      task->published = Publish(std::move(part));
    }
  }
  if (any) Join();
}

}  // namespace lastgood
