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
#include "model/snapshot.h"

namespace lastgood {

// One collector's part and its samples, written once when the part was published.
struct PublishedPart {
  std::shared_ptr<const Part> part;
  std::shared_ptr<const Samples> samples;
};

struct View {
  std::vector<PublishedPart> parts;  // in the order of the collectors
  // Of all parts together, written anew whenever one of them was.
  std::shared_ptr<const Coverage> coverage;
  std::shared_ptr<const Samples> coverage_samples;
};

Snapshot SnapshotOf(const View& view);

class Runner {
 public:
  // `clock` and `log` outlive the runner's threads. A reload passes the former `view`, so that what was known
  // of sources that stay where they are is not forgotten.
  Runner(std::vector<Collector> collectors, Objectives objectives, const Clock& clock, Logger& log,
         const View& former = {});
  ~Runner();

  // Starts the threads; each runs its first pass at once.
  void Start();
  // Every collector once, in parallel; returns when all have ended, or hang. `progress` may be called by any
  // thread, one at a time, and never again once this has returned.
  void RunOnce(
      const std::function<void(std::string_view source, std::string_view what, std::size_t count)>& progress);
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
  struct State;
  void AwaitPasses();
  std::shared_ptr<State> state_;
};

}  // namespace lastgood
