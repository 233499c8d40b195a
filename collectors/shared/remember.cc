#include "collectors/shared/remember.h"

#include <algorithm>

#include "base/destination.h"

namespace lastgood {
namespace {

// An endpoint that is not known now, or was not then, says nothing.
bool AreAtOnePlace(const Track& a, const Track& b) {
  const bool comparable = a.endpoint.has_value() && b.endpoint.has_value();
  return IsSameDestination(a.destination, b.destination) &&
         (!comparable || IsSameService(a.endpoint, b.endpoint));
}

void RememberTrack(const Track& former, const std::optional<Time>& created, Track& fresh) {
  if (former.method != fresh.method || !AreAtOnePlace(former, fresh) || !former.last_failure) return;
  if (fresh.last_failure && *fresh.last_failure >= *former.last_failure) return;
  if (created && *created > *former.last_failure) return;
  fresh.last_failure = former.last_failure;
  fresh.last_failure_message = former.last_failure_message;
}

// Of the same drill: what it no longer knows itself.
void RememberDrill(const RestoreTestFacts& former, RestoreTestFacts& fresh) {
  if (former.created != fresh.created) return;  // of another object, that bore its name
  if (ProvesMore(former.last_success, former.recovered_to, fresh)) {
    fresh.last_success = former.last_success;
    fresh.recovered_to = former.recovered_to;
    fresh.duration = former.duration;
  } else if (former.last_success == fresh.last_success) {  // its Job, or the backup, is gone by now
    if (!fresh.recovered_to) fresh.recovered_to = former.recovered_to;
    if (!fresh.duration) fresh.duration = former.duration;
  }
  if (former.last_failure && (!fresh.last_failure || *former.last_failure > *fresh.last_failure)) {
    fresh.last_failure = former.last_failure;
    fresh.last_failure_message = former.last_failure_message;
  }
}

const ObjectFacts* ObjectOf(const RestoreTestFacts& drill, const Facts& facts) {
  for (const ObjectFacts& object : facts.objects)
    if (object.key.system == drill.key.system && object.key.namespace_ == drill.key.namespace_ &&
        object.key.name == drill.key.name)
      return &object;
  return nullptr;
}

}  // namespace

bool ProvesMore(const std::optional<Time>& ended, const std::optional<Time>& point,
                const RestoreTestFacts& drill) {
  if (!ended) return false;
  if (!drill.last_success) return true;
  if (point && drill.recovered_to && *point != *drill.recovered_to) return *point > *drill.recovered_to;
  return *ended > *drill.last_success;
}

void RememberFailures(const Facts& former, Facts& fresh) {
  std::map<ObjectKey, const ObjectFacts*> known;
  for (const ObjectFacts& object : former.objects) known.emplace(object.key, &object);
  for (ObjectFacts& object : fresh.objects) {
    const auto found = known.find(object.key);
    if (found == known.end()) continue;
    for (Track& track : object.tracks)
      for (const Track& before : found->second->tracks) RememberTrack(before, object.created, track);
  }
}

void RememberDrills(const Facts& former, Facts& fresh) {
  for (const RestoreTestFacts& drill : former.restore_tests) {
    const auto same = std::find_if(fresh.restore_tests.begin(), fresh.restore_tests.end(),
                                   [&](const RestoreTestFacts& other) { return other.key == drill.key; });
    if (same != fresh.restore_tests.end()) {
      RememberDrill(drill, *same);
      continue;
    }
    const ObjectFacts* object = ObjectOf(drill, fresh);
    if (object == nullptr || object->created != drill.created) continue;
    fresh.restore_tests.push_back(drill);
    fresh.restore_tests.back().observed = object->observed;
  }
}

}  // namespace lastgood
