#include "exporter/serve/runner.h"

#include <algorithm>
#include <thread>

#include "exporter/serve/progress_gate.h"
#include "exporter/serve/runner_state.h"

namespace lastgood {
namespace {

using Self = std::shared_ptr<RunnerState>;

void Spawn(const Self& self, std::function<void()> work) {
  {
    const std::lock_guard lock(self->mutex);
    ++self->threads;
  }
  std::thread([self, work = std::move(work)]() mutable {
    work();
    work = {};  // what it holds must not outlive those who wait for the end
    const std::lock_guard lock(self->mutex);
    --self->threads;
    self->ended.notify_all();
  }).detach();
}

void Loop(RunnerState& state, RunnerTask& task) {
  while (!task.stop.stop_requested()) {
    state.RunPass(task, {});
    if (!task.stop.stop_requested()) state.Rest(task);
  }
}

// The tasks that have no thread yet and may have one: of a source that hangs, one is left behind and no more.
RunnerTasks TakeWaiting(RunnerState& state) {
  RunnerTasks waiting;
  const std::lock_guard lock(state.mutex);
  if (state.stop.stop_requested()) return waiting;
  std::erase_if(state.leaving, [](const auto& task) { return !task->alive; });
  for (const auto& task : state.tasks) {
    if (task->begun) continue;
    const auto behind =
        std::ranges::count_if(state.leaving, [&](const auto& other) { return other->IsOf(task->collector); });
    if (behind > 1) continue;
    task->begun = task->alive = true;
    waiting.push_back(task);
  }
  return waiting;
}

void BeginWaiting(const Self& self) {
  for (const std::shared_ptr<RunnerTask>& task : TakeWaiting(*self))
    Spawn(self, [state = self.get(), task] {
      Loop(*state, *task);
      const std::lock_guard lock(state->mutex);
      task->alive = false;
    });
}

const FormerPart* FormerOf(const Collector& collector, const std::vector<FormerPart>& former) {
  for (const FormerPart& one : former)
    if (one.state.kind == collector.kind && one.state.source == collector.source) return &one;
  return nullptr;
}

// From the tasks that were to those that are to be: what stays is the same task.
class Exchange {
 public:
  Exchange(RunnerState& state, std::vector<Collector> collectors) : state_(state) {
    const std::lock_guard lock(state.mutex);
    for (Collector& collector : collectors) {
      const auto found = std::ranges::find_if(
          state.tasks, [&](const auto& task) { return task->IsOf(collector) && !task->retired; });
      const std::shared_ptr<RunnerTask> same = found == state.tasks.end() ? nullptr : *found;
      const bool stays =
          same != nullptr && !collector.settings.empty() && same->collector.settings == collector.settings;
      slots_.push_back({std::move(collector), same, stays ? same : nullptr});
    }
    for (const auto& task : state.tasks)
      if (std::ranges::none_of(slots_, [&](const Slot& slot) { return slot.task == task; }))
        gone_.push_back(task);
    for (const auto& task : gone_) task->retired = true;  // from now on it publishes nothing
  }

  Runner::Reloaded Run(const Objectives& objectives) {
    for (const auto& task : gone_) task->stop.request_stop();
    RunnerTasks tasks;
    for (Slot& slot : slots_) {
      if (slot.task == nullptr) slot.task = Begin(slot, objectives);
      tasks.push_back(slot.task);
    }
    const std::lock_guard lock(state_.mutex);
    state_.objectives = std::make_shared<const Objectives>(objectives);
    state_.tasks = std::move(tasks);
    for (const auto& task : gone_)
      if (task->alive) state_.leaving.push_back(task);
    return {slots_.size() - begun_, begun_, gone_.size()};
  }

 private:
  struct Slot {
    Collector collector;
    std::shared_ptr<RunnerTask> former;  // of the same name; null for none
    std::shared_ptr<RunnerTask> task;
  };

  // What the former one published was its last: it is retired.
  std::shared_ptr<RunnerTask> Begin(Slot& slot, const Objectives& objectives) {
    ++begun_;
    std::shared_ptr<const Part> part;
    bool was_ready = false;
    if (slot.former != nullptr) {
      const std::lock_guard lock(state_.mutex);
      part = slot.former->published.part;
      was_ready = slot.former->ready;
    }
    auto task = MakeTask(std::move(slot.collector), part == nullptr ? nullptr : &part->state,
                         part == nullptr ? nullptr : &part->facts, objectives, state_.clock.Now());
    task->ready = was_ready && task->published.part->state.finished;
    task->pass_started = state_.clock.Steady();  // it is late even when it has to wait for its thread
    return task;
  }

  RunnerState& state_;
  std::vector<Slot> slots_;
  RunnerTasks gone_;
  std::size_t begun_ = 0;
};

}  // namespace

Snapshot SnapshotOf(const View& view) {
  Snapshot snapshot;
  for (const PublishedPart& published : view.parts) snapshot.parts.push_back(published.part);
  snapshot.coverage = view.coverage;
  snapshot.objectives = view.objectives;
  return snapshot;
}

Runner::Runner(std::vector<Collector> collectors, Objectives objectives, const Clock& clock, Logger& log,
               const std::vector<FormerPart>& former)
    : state_(std::make_shared<RunnerState>(clock, log)) {
  state_->objectives = std::make_shared<const Objectives>(std::move(objectives));
  for (Collector& collector : collectors) {
    const FormerPart* known = FormerOf(collector, former);
    state_->tasks.push_back(MakeTask(std::move(collector), known == nullptr ? nullptr : &known->state,
                                     known == nullptr ? nullptr : &known->facts, *state_->objectives,
                                     clock.Now()));
  }
  state_->Join();
}

// A thread that has just ended may still hold the state, and be the last to: the collectors, which use what
// the owner takes away next, end here.
Runner::~Runner() {
  if (!Stop(Duration::zero())) return;
  RunnerTasks tasks, leaving;
  const std::lock_guard lock(state_->mutex);
  tasks.swap(state_->tasks);
  leaving.swap(state_->leaving);
}

void Runner::Start() {
  BeginWaiting(state_);
  Spawn(state_, [self = state_.get(), shared = std::weak_ptr(state_)] {
    while (!self->stop.stop_requested()) {
      self->clock.Sleep(std::chrono::seconds(1), self->stop.get_token());
      self->MarkOverdue();
      if (const Self state = shared.lock(); state && !self->stop.stop_requested()) BeginWaiting(state);
    }
  });
}

void Runner::RunOnce(
    const std::function<void(std::string_view source, std::string_view what, std::size_t count)>& progress) {
  const auto gate = std::make_shared<ProgressGate>(progress);
  for (const std::shared_ptr<RunnerTask>& task : RunnerTasks(state_->tasks))
    Spawn(state_, [state = state_.get(), task, gate] {
      state->RunPass(*task,
                     [&](std::string_view what, std::size_t count) { (*gate)(task->Name(), what, count); });
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

Runner::Reloaded Runner::Reload(std::vector<Collector> collectors, const Objectives& objectives) {
  const Reloaded reloaded = Exchange(*state_, std::move(collectors)).Run(objectives);
  const Time now = state_->clock.Now();
  for (const std::shared_ptr<RunnerTask>& task : RunnerTasks(state_->tasks))
    state_->PublishAnew(*task, [&](const Part& former, const Objectives& promised, const Part*) {
      return MakePart(former.state, former.facts, promised, now, &former.facts);
    });
  state_->Join();
  BeginWaiting(state_);
  return reloaded;
}

bool Runner::Stop(Duration patience) {
  RunnerTasks all;
  {
    const std::lock_guard lock(state_->mutex);
    all = state_->tasks;
    all.insert(all.end(), state_->leaving.begin(), state_->leaving.end());
  }
  state_->stop.request_stop();
  for (const std::shared_ptr<RunnerTask>& task : all) task->stop.request_stop();
  std::unique_lock lock(state_->mutex);
  return state_->ended.wait_for(lock, patience, [&] { return state_->threads == 0; });
}

View Runner::Current() const {
  const std::lock_guard lock(state_->mutex);
  View view{.coverage = state_->coverage,
            .coverage_samples = state_->coverage_samples,
            .objectives = state_->objectives};
  for (const auto& task : state_->tasks) view.parts.push_back(task->published);
  return view;
}

std::vector<std::string> Runner::WaitingFor() const {
  std::vector<std::string> waiting;
  const std::lock_guard lock(state_->mutex);
  for (const auto& task : state_->tasks)
    if (!task->ready) waiting.push_back(task->Name());
  return waiting;
}

bool Runner::Ready() const { return WaitingFor().empty(); }

void Runner::MarkOverdue() { state_->MarkOverdue(); }

}  // namespace lastgood
