#include "exporter/story/neighbours.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/outside_text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/story/object_story.h"
#include "model/coverage_index.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostLines = 100;

class List {
 public:
  explicit List(std::string title) : list_{.title = std::move(title)} {}

  void Add(std::optional<ObjectKey> object, const std::string& text,
           std::optional<Time> time = std::nullopt) {
    if (list_.lines.size() >= kMostLines)
      ++list_.more;
    else
      list_.lines.push_back({std::move(object), WithoutSecrets(text), time});
  }
  void Give(Story& story) {
    if (!list_.lines.empty()) story.lists.push_back(std::move(list_));
  }

 private:
  StoryList list_;
};

std::string CopiesInWords(const CoveredWorkload& workload) {
  if (!workload.copies) return "how many copies there are is not known";
  const int copies = *workload.copies;
  std::string text = copies == 0 ? "no copy" : copies == 1 ? "one copy" : fmt::format("{} copies", copies);
  if (copies > 0 && workload.copies_apart)
    text += fmt::format(", {} apart from the data",
                        *workload.copies_apart == copies ? "all" : std::to_string(*workload.copies_apart));
  return text;
}

bool IsOf(const CoveredWorkload& workload, const ObjectKey& key) {
  return IdentityOf(workload.key) == IdentityOf(key);
}

class Teller {
 public:
  Teller(const Snapshot& snapshot, Story& story) : snapshot_(snapshot), story_(story), key_(story.row.key) {}

  void Tell() {
    if (snapshot_.coverage) {
      TellLayers(*snapshot_.coverage);
      TellCovered(*snapshot_.coverage);
      TellComponents(*snapshot_.coverage);
    }
    if (story_.row.subject != Subject::kObject) return;
    if (const ObjectFacts* object = FindObject(snapshot_, key_).object) {
      TellPolicies(object->tracks);
      TellDestinations(object->tracks);
    }
    TellDrills();
  }

 private:
  // What holds this data, and what could and does not.
  void TellLayers(const Coverage& coverage) {
    List by("Covered by"), not_by("Not covered by");
    for (const CoveredWorkload& workload : coverage.workloads) {
      if (!IsOf(workload, key_)) continue;
      for (const Layer& layer : workload.layers) {
        const bool has_story = !layer.object.name.empty() && layer.object != key_;
        (layer.covers ? by : not_by)
            .Add(has_story ? std::optional(layer.object) : std::nullopt,
                 layer.why.empty() ? layer.by : fmt::format("{}: {}", layer.by, layer.why),
                 layer.recovery_point);
      }
      story_.facts.push_back({"Copies", CopiesInWords(workload), std::nullopt, workload.why});
      if (!workload.unknown.empty())
        story_.facts.push_back({"Coverage", "cannot tell", std::nullopt, workload.unknown});
      if (workload.part_of) story_.facts.push_back({"Part of", DisplayName(*workload.part_of), {}, ""});
    }
    by.Give(story_);
    not_by.Give(story_);
  }

  void TellCovered(const Coverage& coverage) {
    List list("Its backups hold");
    for (const CoveredWorkload& workload : coverage.workloads)
      for (const Layer& layer : workload.layers)
        if (layer.covers && layer.object == key_ && !IsOf(workload, key_))
          list.Add(workload.key, workload.key.kind);
    list.Give(story_);
  }

  void TellComponents(const Coverage& coverage) {
    List needed("Needed by"), needs("Needs");
    for (const ComponentState& component : coverage.components) {
      const ObjectKey own{"component", "", "Component", component.name};
      if (std::ranges::find(component.objects, key_) != component.objects.end())
        needed.Add(own, component.reason);
      if (own == key_)
        for (const ObjectKey& object : component.objects)
          needs.Add(object, object.system + ' ' + object.kind);
    }
    needed.Give(story_);
    needs.Give(story_);
  }

  void TellPolicies(const std::vector<Track>& tracks) {
    List list("Policies");
    for (const auto& part : snapshot_.parts)
      for (const PolicyFacts& policy : part->facts.policies)
        if (std::ranges::any_of(tracks, [&](const Track& track) {
              return std::ranges::find(track.policies, policy.key) != track.policies.end();
            }))
          list.Add(
              policy.key,
              fmt::format("{}{}{}", policy.schedule, policy.suspended.value_or(false) ? ", suspended" : "",
                          policy.next_run ? ", next run" : ""),
              policy.next_run);
    list.Give(story_);
  }

  void TellDestinations(const std::vector<Track>& tracks) {
    List list("Destinations");
    for (const auto& part : snapshot_.parts)
      for (const DestinationFacts& destination : part->facts.destinations)
        if (destination.system == key_.system && std::ranges::any_of(tracks, [&](const Track& track) {
              return track.destination == destination.name || track.destination == destination.url;
            }))
          list.Add(ObjectKey{destination.system, destination.namespace_, "Destination", destination.name},
                   fmt::format("{}{}", destination.url,
                               destination.available == false ? ", cannot be reached" : ""),
                   destination.last_check);
    list.Give(story_);
  }

  void TellDrills() {
    List list("Restore drills");
    for (const auto& part : snapshot_.parts)
      for (const RestoreTestFacts& test : part->facts.restore_tests)
        if (Restores(test, key_))
          list.Add(test.key, test.last_success ? "restored it last" : "has never restored it",
                   test.last_success);
    list.Give(story_);
  }

  const Snapshot& snapshot_;
  Story& story_;
  const ObjectKey& key_;
};

}  // namespace

void AddNeighbours(const Snapshot& snapshot, Story& story) { Teller(snapshot, story).Tell(); }

}  // namespace lastgood
