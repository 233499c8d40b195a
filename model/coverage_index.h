// What the join of coverage looks up: the objects of all parts, by place and by what they select. Refers to
// the parts, which must outlive it. Pure.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/coverage.h"
#include "model/snapshot.h"

namespace lastgood {

struct KnownObject {
  const ObjectFacts* facts;
  const Derived* derived;
  bool Covers() const { return derived->is_protected.value_or(false) && !derived->deliberate; }
};

// Why the object counts as it does: its own words, else what its reason means; "" when that is not known.
std::string ReasonOf(const KnownObject& object);

// An object whose backups hold a workload, or that says why they do not.
struct Holding {
  const KnownObject* object;
  bool covers = false;
  std::string why;
  bool unsure = false;  // nobody can tell whether it holds it: why
  bool own = false;     // by a policy of the workload's namespace alone
};

using Identity = std::tuple<std::string, std::string, std::string>;  // namespace, kind, name
Identity IdentityOf(const ObjectKey& key);

class CoverageIndex {
 public:
  explicit CoverageIndex(const Parts& parts);

  const std::vector<KnownObject>& Objects() const { return objects_; }
  // Those with the workload's namespace, kind and name, whatever their system.
  const std::vector<const KnownObject*>& At(const ObjectKey& key) const;
  // Of objects that select the claim.
  std::vector<Holding> Selecting(const WorkloadFacts& claim) const;
  // Systems that cover claims that are not their own: what could cover any claim.
  const std::vector<std::string>& Systems() const { return systems_; }

 private:
  using Selector = std::pair<const KnownObject*, const Selection*>;
  void AddSelectors();
  void CountSelected(const Parts& parts);
  Holding HoldingOf(const Selector& selector, const WorkloadFacts& claim) const;
  void AddSystems(const Parts& parts);

  std::vector<KnownObject> objects_;
  std::map<Identity, std::vector<const KnownObject*>> by_identity_;
  std::vector<Selector> global_;
  std::map<std::string, std::vector<Selector>> local_;   // by the one namespace that they name
  std::map<const ObjectFacts*, std::int64_t> selected_;  // claims, of objects that hold a count of them
  std::vector<std::string> systems_;
};

// Which systems could not be read, so that nothing can be said about what they may cover; "" when all were.
std::string BlindnessOf(const Parts& parts);

// The moment of the newest data that can be restored, of whichever track has it.
std::optional<Time> NewestPoint(const ObjectFacts& object);

// Whether nobody can tell, of an object without such a moment.
bool IsNewestPointUnknown(const ObjectFacts& object);

// Whether the drill restores backups of the object.
bool Restores(const RestoreTestFacts& test, const ObjectKey& key);

// What the drills of one object prove: the newest good restore, and how long it took.
struct RestoreProof {
  std::optional<Time> restored;
  std::optional<Duration> took;
};
RestoreProof ProofOf(const ObjectKey& key, const Parts& parts);

// The objective of an object: its annotation, else the config's.
std::optional<Duration> MaxAgeOf(const ObjectFacts& object, const Objectives& objectives);

}  // namespace lastgood
