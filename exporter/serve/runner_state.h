// What a runner's threads share: the tasks in the order of the config, what they published, and the passes
// themselves. Outlives a runner that had to leave a thread behind. Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "base/log.h"
#include "exporter/serve/runner_task.h"

namespace lastgood {

struct RunnerState {
  using Progress = std::function<void(std::string_view, std::size_t)>;

  RunnerState(const Clock& clock, Logger& log) : clock(clock), log(log) {}

  const Clock& clock;
  Logger& log;
  std::stop_source stop;

  std::mutex joining;  // one at a time, so that the last one has seen every part; taken before `mutex`
  mutable std::mutex mutex;
  std::condition_variable ended;
  std::size_t threads = 0;
  std::shared_ptr<const Objectives> objectives;
  RunnerTasks tasks;
  RunnerTasks leaving;  // taken out by a reload, and their threads still live
  // Of all parts together, written anew whenever one of them was.
  std::shared_ptr<const Coverage> coverage;
  std::shared_ptr<const Samples> coverage_samples;

  // One pass, and what is left between two of them.
  void RunPass(RunnerTask& task, const Progress& progress);
  void Rest(RunnerTask& task);
  void MarkOverdue();

  // Publishes the task's part anew, as `make` makes it of the one that is there, unless the task is retired.
  // `make` is called again, with what it made, when the part or the objectives changed meanwhile.
  using Make = std::function<Part(const Part& former, const Objectives& objectives, const Part* made)>;
  bool PublishAnew(RunnerTask& task, const Make& make);
  void Join();

 private:
  void FindPlace(RunnerTask& task);
  void Finish(RunnerTask& task, Collected collected, const Facts& former, Duration took);
};

}  // namespace lastgood
