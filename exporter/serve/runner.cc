#include "exporter/serve/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "base/time.h"
#include "catalog/expose.h"
#include "catalog/expose_coverage.h"
#include "exporter/serve/progress_gate.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

using Progress = std::function<void(std::string_view, std::size_t)>;

PublishedPart Publish(Part part) {
  auto shared = std::make_shared<const Part>(std::move(part));
  return {shared, std::make_shared<const Samples>(Expose(*shared))};
}

std::vector<UnreadObject> UnreadOf(std::vector<Problem> problems) {
  std::vector<UnreadObject> unread;
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

}  // namespace

Snapshot SnapshotOf(const View& view) {
  Snapshot snapshot;
  for (const PublishedPart& published : view.parts) snapshot.parts.push_back(published.part);
  snapshot.coverage = view.coverage;
  return snapshot;
}

// Shared with the threads, so that it outlives a runner that had to leave one of them behind.
struct Runner::State {
  State(Objectives objectives, const Clock& clock, Logger& log)
      : objectives(std::move(objectives)), clock(clock), log(log) {}

  std::vector<Collector> collectors;
  const Objectives objectives;
  const Clock& clock;
  Logger& log;
  std::stop_source stop;

  std::mutex joining;  // one at a time, so that the last one has seen every part; taken before `mutex`
  mutable std::mutex mutex;
  std::condition_variable ended;
  std::size_t threads = 0;
  View view;
  std::vector<std::optional<Monotonic>> pass_started;  // while a pass runs
  std::vector<bool> overdue;                           // its timeout was published already

  void Init(std::vector<Collector> all, const View& former);
  void RunPass(std::size_t index, const Progress& progress);
  void Loop(std::size_t index);
  void Finish(std::size_t index, Collected collected, const Facts& former, Duration took);
  CollectorState EndPass(std::size_t index);
  void MarkOverdue();
  void Join();
  CollectorState StateOf(std::size_t index) const;
  void Spawn(const std::shared_ptr<State>& self, std::function<void()> work);
  std::string NameOf(std::size_t index) const {
    return fmt::format("{}/{}", collectors[index].kind, collectors[index].source);
  }
};

void Runner::State::Init(std::vector<Collector> all, const View& former) {
  collectors = std::move(all);
  pass_started.resize(collectors.size());
  overdue.resize(collectors.size());
  for (const Collector& collector : collectors) {
    const auto same =
        std::find_if(former.parts.begin(), former.parts.end(), [&](const PublishedPart& published) {
          return published.part->state.kind == collector.kind &&
                 published.part->state.source == collector.source;
        });
    // What was learnt at another place says nothing of this one; only its counters go on.
    const bool stays = same != former.parts.end() && same->part->state.place == collector.place;
    CollectorState state;
    if (stays)
      state = same->part->state;
    else if (same != former.parts.end())
      state.errors = same->part->state.errors;
    state.kind = collector.kind;
    state.source = collector.source;
    state.place = collector.place;
    state.tells_coverage = collector.tells_coverage;
    state.interval = collector.interval;
    if (!state.started) state.started = clock.Now();
    const bool known = stays && same->part->state.finished;
    view.parts.push_back(Publish(
        MakePart(std::move(state), known ? same->part->facts : collector.initial, objectives, clock.Now())));
  }
  Join();
}

CollectorState Runner::State::StateOf(std::size_t index) const {
  const std::lock_guard lock(mutex);
  return view.parts[index].part->state;
}

void Runner::State::RunPass(std::size_t index, const Progress& progress) {
  const Collector& collector = collectors[index];
  std::shared_ptr<const Part> former;
  const Monotonic start = clock.Steady();
  {
    const std::lock_guard lock(mutex);
    former = view.parts[index].part;
    pass_started[index] = start;
  }
  Collected collected = collector.collect(
      {Deadline::After(clock, collector.timeout, stop.get_token()), former->facts, progress});
  if (stop.stop_requested()) return;
  Finish(index, std::move(collected), former->facts, std::chrono::ceil<Duration>(clock.Steady() - start));
}

// From here on the pass is not overdue any more: a timeout counted after this state was taken would be lost
// when the next one is published.
CollectorState Runner::State::EndPass(std::size_t index) {
  const std::lock_guard lock(mutex);
  pass_started[index].reset();
  overdue[index] = false;
  return view.parts[index].part->state;
}

void Runner::State::Finish(std::size_t index, Collected collected, const Facts& former, Duration took) {
  CollectorState state = EndPass(index);
  const Time now = clock.Now();
  state.finished = true;
  state.absent = collected.absent;
  state.not_in_dump = collected.not_in_dump;
  state.in_part = collected.in_part;
  state.success = collected.failures.empty();
  if (*state.success) state.last_success = now;
  state.duration = took;
  for (const Error& failure : collected.failures) ++state.errors[static_cast<std::size_t>(failure.code)];
  state.failures = std::move(collected.failures);
  state.unread = UnreadOf(std::move(collected.problems));
  std::vector<Error> told = state.failures;
  for (const UnreadObject& object : state.unread) told.push_back(object.error);
  PublishedPart published =
      Publish(MakePart(std::move(state), std::move(collected.facts), objectives, now, &former));
  {
    const std::lock_guard lock(mutex);
    view.parts[index] = std::move(published);
  }
  Join();
  log.Failures(NameOf(index), told);
}

void Runner::State::Join() {
  const std::lock_guard one(joining);
  Snapshot snapshot;
  {
    const std::lock_guard lock(mutex);
    snapshot = SnapshotOf(view);
  }
  auto coverage = std::make_shared<const Coverage>(Cover(snapshot.parts, objectives));
  auto samples = std::make_shared<const Samples>(Expose(*coverage));
  const std::lock_guard lock(mutex);
  view.coverage = std::move(coverage);
  view.coverage_samples = std::move(samples);
}

void Runner::State::Loop(std::size_t index) {
  while (!stop.stop_requested()) {
    RunPass(index, {});
    const Collector& collector = collectors[index];
    const Duration took = StateOf(index).duration.value_or(Duration::zero());
    clock.Sleep(WithJitter(std::max(collector.interval, took * collector.rest_factor)), stop.get_token());
  }
}

void Runner::State::MarkOverdue() {
  constexpr Duration kSlack = std::chrono::seconds(1);
  bool any = false;
  for (std::size_t i = 0; i < collectors.size(); ++i) {
    const std::lock_guard lock(mutex);
    if (!pass_started[i] || overdue[i] || clock.Steady() < *pass_started[i] + collectors[i].timeout + kSlack)
      continue;
    any = overdue[i] = true;
    Part part = *view.parts[i].part;
    part.state.finished = true;
    part.state.success = false;
    ++part.state.errors[static_cast<std::size_t>(ErrorCode::kTimeout)];
    part.state.failures = {
        {ErrorCode::kTimeout, fmt::format("{}: the pass has not ended within {}", NameOf(i),
                                          FormatDuration(collectors[i].timeout))}};
    view.parts[i] = Publish(std::move(part));
  }
  if (any) Join();
}

void Runner::State::Spawn(const std::shared_ptr<State>& self, std::function<void()> work) {
  {
    const std::lock_guard lock(mutex);
    ++threads;
  }
  std::thread([self, work = std::move(work)] {
    work();
    const std::lock_guard lock(self->mutex);
    --self->threads;
    self->ended.notify_all();
  }).detach();
}

Runner::Runner(std::vector<Collector> collectors, Objectives objectives, const Clock& clock, Logger& log,
               const View& former)
    : state_(std::make_shared<State>(std::move(objectives), clock, log)) {
  state_->Init(std::move(collectors), former);
}

Runner::~Runner() { Stop(Duration::zero()); }

void Runner::Start() {
  State* state = state_.get();
  for (std::size_t i = 0; i < state->collectors.size(); ++i)
    state->Spawn(state_, [state, i] { state->Loop(i); });
  state->Spawn(state_, [state] {
    while (!state->stop.stop_requested()) {
      state->clock.Sleep(std::chrono::seconds(1), state->stop.get_token());
      state->MarkOverdue();
    }
  });
}

void Runner::RunOnce(
    const std::function<void(std::string_view source, std::string_view what, std::size_t count)>& progress) {
  State* state = state_.get();
  const auto gate = std::make_shared<ProgressGate>(progress);
  for (std::size_t i = 0; i < state->collectors.size(); ++i)
    state->Spawn(state_, [state, i, gate] {
      state->RunPass(
          i, [&](std::string_view what, std::size_t count) { (*gate)(state->NameOf(i), what, count); });
    });
  AwaitPasses();
  gate->Close();
}

// Returns when all have ended; what has not ended by its deadline hangs, and was published as such.
void Runner::AwaitPasses() {
  std::unique_lock lock(state_->mutex);
  while (!state_->ended.wait_for(lock, std::chrono::seconds(1), [&] { return state_->threads == 0; })) {
    lock.unlock();
    state_->MarkOverdue();
    if (Ready()) return;
    lock.lock();
  }
}

bool Runner::Stop(Duration patience) {
  state_->stop.request_stop();
  std::unique_lock lock(state_->mutex);
  return state_->ended.wait_for(lock, patience, [&] { return state_->threads == 0; });
}

View Runner::Current() const {
  const std::lock_guard lock(state_->mutex);
  return state_->view;
}

std::vector<std::string> Runner::WaitingFor() const {
  std::vector<std::string> waiting;
  const std::lock_guard lock(state_->mutex);
  for (std::size_t i = 0; i < state_->view.parts.size(); ++i)
    if (!state_->view.parts[i].part->state.finished) waiting.push_back(state_->NameOf(i));
  return waiting;
}

bool Runner::Ready() const { return WaitingFor().empty(); }

void Runner::MarkOverdue() { state_->MarkOverdue(); }

}  // namespace lastgood
