// One collector while it runs, and the part that it last published. A value behind a pointer: the runner's
// view and the collector's thread share it, and a reload that leaves the collector as it is keeps it.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "catalog/samples.h"
#include "collectors/collector.h"
#include "model/snapshot.h"

namespace lastgood {

// One collector's part and its samples, written once when the part was published.
struct PublishedPart {
  std::shared_ptr<const Part> part;
  std::shared_ptr<const Samples> samples;
};

PublishedPart Publish(Part part);

struct RunnerTask {
  const Collector collector;
  std::stop_source stop;
  Duration cost{};  // of the last pass, with all that followed from it; of the task's own thread

  // The rest is under the runner's mutex.
  PublishedPart published;
  std::optional<Monotonic> pass_started;  // while a pass runs, or should
  bool overdue = false;                   // its timeout was published already
  bool ready = false;                     // a pass has ended, or should have, for /-/ready
  bool begun = false;                     // it was given a thread
  bool alive = false;                     // that has not ended yet
  bool retired = false;                   // a reload took it out: it publishes nothing more

  std::string Name() const { return collector.kind + "/" + collector.source; }
  bool IsOf(const Collector& other) const {
    return collector.kind == other.kind && collector.source == other.source;
  }
};

using RunnerTasks = std::vector<std::shared_ptr<RunnerTask>>;

// A task that knows what `former` says, as far as that was learnt at the same place; else what its collector
// knows before its first pass. `former` may be null.
std::shared_ptr<RunnerTask> MakeTask(Collector collector, const CollectorState* state, const Facts* facts,
                                     const Objectives& objectives, Time now);

}  // namespace lastgood
