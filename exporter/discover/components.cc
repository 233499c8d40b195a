#include "exporter/discover/components.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace lastgood {
namespace {

using Named = FoundComponent::Named;

constexpr Duration kSlack = std::chrono::hours(2);  // that a backup takes, and may begin late
constexpr int kRuns = 10;                           // that are looked at for the longest pause between two

Named NamedAs(const ObjectKey& key) { return {key.system, key.namespace_, key.kind, key.name}; }

// The longest pause between two runs; "30 2 * * 1-5" has one of three days.
std::optional<Duration> LongestPause(const Cron& cron, Time now) {
  std::optional<Duration> longest;
  std::optional<Time> from = cron.Next(now);
  for (int run = 0; from && run < kRuns; ++run) {
    const std::optional<Time> next = cron.Next(*from);
    if (!next) break;
    longest = std::max(longest.value_or(Duration::zero()), *next - *from);
    from = next;
  }
  return longest;
}

// Whole hours; of the schedule that runs most often, since every one makes a recovery point.
std::optional<Duration> MaxAge(const ObjectFacts& object, Time now) {
  std::optional<Duration> least;
  for (const Track& track : object.tracks)
    for (const Cron& schedule : track.schedules)
      if (const auto pause = LongestPause(schedule, now); pause && (!least || *pause < *least)) least = pause;
  if (!least) return std::nullopt;
  return std::chrono::ceil<std::chrono::hours>(*least) + kSlack;
}

using ByKey = std::map<ObjectKey, const ObjectFacts*>;

ByKey ObjectsOf(const Snapshot& snapshot) {
  ByKey objects;
  for (const auto& part : snapshot.parts)
    for (const ObjectFacts& object : part->facts.objects) objects.emplace(object.key, &object);
  return objects;
}

std::vector<Named> CoveringOf(const CoveredWorkload& workload) {
  std::vector<Named> covering;
  for (const Layer& layer : workload.layers)
    if (layer.covers && !layer.object.name.empty()) covering.push_back(NamedAs(layer.object));
  std::ranges::sort(covering);
  return covering;
}

// The shortest of what covers it.
std::optional<Duration> MaxAgeOf(const std::vector<Named>& needs, const ByKey& objects, Time now) {
  std::optional<Duration> least;
  for (const Named& need : needs) {
    const auto object = objects.find({need.system, need.namespace_, need.kind, need.name});
    if (object == objects.end()) continue;
    if (const auto age = MaxAge(*object->second, now); age && (!least || *age < *least)) least = age;
  }
  return least;
}

std::string NameOf(const FoundComponent& component) {
  const Named& first = component.holds.front();
  if (component.holds.size() == 1) return first.namespace_ + "/" + first.name;
  return fmt::format("{} by {}", first.namespace_, component.needs.front().system);
}

}  // namespace

void SuggestComponents(const Snapshot& snapshot, Time now, Found& found) {
  if (snapshot.coverage == nullptr) return;
  const ByKey objects = ObjectsOf(snapshot);
  std::map<std::pair<std::string, std::vector<Named>>, FoundComponent> grouped;
  for (const CoveredWorkload& workload : snapshot.coverage->workloads) {
    if (workload.part_of || workload.deliberate || !workload.unknown.empty()) continue;
    const std::vector<Named> needs = CoveringOf(workload);
    if (needs.empty()) {
      if (!workload.Covered())
        found.uncovered.push_back(
            fmt::format("{} {}/{}", workload.key.kind, workload.key.namespace_, workload.key.name));
      continue;
    }
    FoundComponent& component = grouped[{workload.key.namespace_, needs}];
    component.needs = needs;
    component.holds.push_back(NamedAs(workload.key));
  }
  std::map<std::string, int> names;
  for (auto& [key, component] : grouped) {
    component.name = NameOf(component);
    if (const int before = names[component.name]++; before > 0)
      component.name += fmt::format(" ({})", before + 1);
    component.max_age = MaxAgeOf(component.needs, objects, now);
    found.components.push_back(std::move(component));
  }
}

}  // namespace lastgood
