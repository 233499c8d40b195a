#include "model/snapshot.h"

#include <algorithm>
#include <tuple>

#include "model/future.h"
#include "model/retention.h"

namespace lastgood {
namespace {

// Sorts by key and keeps the last of equals.
template <typename T, typename Key>
void SortUnique(std::vector<T>& values, Key key) {
  const auto less = [&](const T& a, const T& b) { return key(a) < key(b); };
  std::stable_sort(values.begin(), values.end(), less);
  std::reverse(values.begin(), values.end());
  const auto equal = [&](const T& a, const T& b) { return key(a) == key(b); };
  values.erase(std::unique(values.begin(), values.end(), equal), values.end());
  std::reverse(values.begin(), values.end());
}

}  // namespace

Part MakePart(CollectorState state, Facts facts, const Objectives& objectives, Time now,
              const Facts* former) {
  SortUnique(facts.objects, [](const ObjectFacts& object) -> const ObjectKey& { return object.key; });
  SortUnique(facts.policies, [](const PolicyFacts& policy) -> const ObjectKey& { return policy.key; });
  SortUnique(facts.destinations, [](const DestinationFacts& destination) {
    return std::tie(destination.system, destination.namespace_, destination.name);
  });
  SortUnique(facts.restore_tests, [](const RestoreTestFacts& test) -> const ObjectKey& { return test.key; });
  SortUnique(facts.copies, [](const CopyFacts& copy) -> const std::string& { return copy.name; });
  SortUnique(facts.workloads, [](const WorkloadFacts& workload) -> const ObjectKey& { return workload.key; });
  BoundFuture(facts, former, now);
  DropExpired(facts, now);
  Part part{std::move(state), std::move(facts), {}, {}};
  part.derived.reserve(part.facts.objects.size());
  for (const ObjectFacts& object : part.facts.objects)
    part.derived.push_back(Derive(object, objectives, now));
  for (const RestoreTestFacts& test : part.facts.restore_tests)
    part.restore_test_deadlines.push_back(RestoreTestDeadline(test, objectives));
  return part;
}

}  // namespace lastgood
