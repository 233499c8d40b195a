// The runner: gives each collector a thread, an interval with jitter and a deadline, and publishes what its
// passes return. One hung source delays nobody else. Readers take the current view without waiting for
// anybody. Thread-safe; threads share the state, so that Stop may leave a hung one behind.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "catalog/samples.h"
#include "collectors/collector.h"
#include "exporter/serve/runner_task.h"
#include "exporter/state/state_codec.h"
#include "model/snapshot.h"

namespace lastgood {

struct RunnerState;

struct View {
  std::vector<PublishedPart> parts;  // in the order of the collectors
  // Of all parts together, written anew whenever one of them was.
  std::shared_ptr<const Coverage> coverage;
  std::shared_ptr<const Samples> coverage_samples;
  std::shared_ptr<const Objectives> objectives;
};

Snapshot SnapshotOf(const View& view);

class Runner {
 public:
  // `clock` and `log` outlive the runner's threads. What is `former` is shown, and handed to the first
  // passes, where it was learnt at the same place.
  Runner(std::vector<Collector> collectors, Objectives objectives, const Clock& clock, Logger& log,
         const std::vector<FormerPart>& former = {});
  ~Runner();

  // Starts the threads; each runs its first pass at once.
  void Start();
  // Every collector once, in parallel; returns when all have ended, or hang. `progress` may be called by any
  // thread, one at a time, and never again once this has returned.
  void RunOnce(
      const std::function<void(std::string_view source, std::string_view what, std::size_t count)>& progress);

  struct Reloaded {
    std::size_t kept = 0, begun = 0, ended = 0;
  };
  // A collector whose settings are the same goes on untouched, the pass that it is in too. Another one with
  // the same name is stopped, and begins anew with what it knew of the same place. All parts are judged by
  // the new objectives. Of a source that hangs, one thread may be left behind: while two are, the next waits.
  Reloaded Reload(std::vector<Collector> collectors, const Objectives& objectives);

  // Asks the threads to end and waits for at most `patience`; false when one hangs and was left behind.
  bool Stop(Duration patience);

  View Current() const;
  // Every collector has ended a pass, or its first deadline has passed.
  bool Ready() const;
  // Which collectors it still waits for, for /-/ready.
  std::vector<std::string> WaitingFor() const;
  // Publishes a timeout for every pass that should have ended by now. Called by a thread of Start().
  void MarkOverdue();

 private:
  void AwaitPasses();
  std::shared_ptr<RunnerState> state_;
};

}  // namespace lastgood
