// How many copies of a workload's data there are, and how many would survive the loss of its cluster: for the
// rule of three.
#include "model/coverage_copies.h"

#include <map>
#include <set>

#include "base/destination.h"
#include "model/coverage_index.h"
#include "model/selection.h"

namespace lastgood {
namespace {

enum class Where { kBeside, kUnknown, kApart };

Where WhereIs(const std::optional<std::string>& endpoint) {
  if (!endpoint) return Where::kUnknown;
  return IsInCluster(*endpoint) ? Where::kBeside : Where::kApart;
}

bool DoesNotRestore(const ObjectFacts& object) {
  for (const ProofFacts& proof : object.proofs)
    if (!proof.restorable) return true;
  return false;
}

// By system, method and destination: two schedules that write to one repository make one copy.
using Copies = std::map<std::string, Where>;

// Compared, not behind, and of all that the track keeps.
bool IsOf(const CopyFacts& copy, const Track& track) {
  const bool behind = copy.checked && copy.deadline && *copy.deadline < *copy.checked;
  return copy.checked && !behind && !track.destination.empty() &&
         IsSameService(copy.from_endpoint, track.endpoint) && LiesUnder(track.destination, copy.from);
}

void AddTrack(const ObjectKey& key, const Track& track, const Parts& parts, Copies& copies) {
  const std::string name = key.system + '\n' + track.method + '\n' + PlainDestination(track.destination);
  copies[name] = track.beside_data ? Where::kBeside : WhereIs(track.endpoint);
  for (const auto& part : parts)
    for (const CopyFacts& copy : part->facts.copies)
      if (IsOf(copy, track))
        copies[name + '\n' + PlainDestination(copy.to)] =
            IsSameService(copy.to_endpoint, copy.from_endpoint) ? copies[name] : WhereIs(copy.to_endpoint);
}

}  // namespace

void CountCopies(const std::vector<Holding>& holdings, const Parts& parts, CoveredWorkload& workload) {
  Copies copies;
  for (const Holding& holding : holdings) {
    const ObjectFacts& object = *holding.object->facts;
    if (!holding.covers || DoesNotRestore(object)) continue;
    for (const Track& track : object.tracks)
      if (track.recovery_point) AddTrack(object.key, track, parts, copies);
  }
  int apart = 0, unknown = 0;
  for (const auto& [name, where] : copies) {
    apart += where == Where::kApart ? 1 : 0;
    unknown += where == Where::kUnknown ? 1 : 0;
  }
  workload.copies = static_cast<int>(copies.size());
  if (unknown == 0 || apart > 0) workload.copies_apart = apart;
}

}  // namespace lastgood
