#include "exporter/serve/runner_task.h"

#include "catalog/expose.h"

namespace lastgood {
namespace {

// What was learnt at another place says nothing of this one. Where nobody knows yet which place it is, the
// task asks before its first pass.
bool IsSamePlace(const Collector& collector, const CollectorState& former) {
  return former.place == collector.place || (collector.place.empty() && collector.find_place);
}

}  // namespace

PublishedPart Publish(Part part) {
  auto shared = std::make_shared<const Part>(std::move(part));
  return {shared, std::make_shared<const Samples>(Expose(*shared))};
}

std::shared_ptr<RunnerTask> MakeTask(Collector collector, const CollectorState* former, const Facts* facts,
                                     const Objectives& objectives, Time now) {
  const bool stays = former != nullptr && IsSamePlace(collector, *former);
  CollectorState state;
  if (stays)
    state = *former;
  else if (former != nullptr)
    state.errors = former->errors;  // a counter goes on
  state.kind = collector.kind;
  state.source = collector.source;
  if (!stays || !collector.place.empty()) state.place = collector.place;
  state.tells_coverage = collector.tells_coverage;
  state.interval = collector.interval;
  if (!state.started) state.started = now;
  const bool known = stays && state.finished;
  auto task = std::make_shared<RunnerTask>(RunnerTask{.collector = std::move(collector)});
  task->published = Publish(MakePart(std::move(state), known ? *facts : task->collector.initial, objectives,
                                     now, known ? facts : nullptr));
  return task;
}

}  // namespace lastgood
