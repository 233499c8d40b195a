#include "collectors/remember.h"

namespace lastgood {
namespace {

void RememberTrack(const Track& former, const std::optional<Time>& created, Track& fresh) {
  if (former.method != fresh.method || former.destination != fresh.destination || !former.last_failure)
    return;
  if (fresh.last_failure && *fresh.last_failure >= *former.last_failure) return;
  if (created && *created > *former.last_failure) return;
  fresh.last_failure = former.last_failure;
  fresh.last_failure_message = former.last_failure_message;
}

}  // namespace

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

}  // namespace lastgood
