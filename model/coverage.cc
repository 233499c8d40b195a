#include "model/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "model/coverage_copies.h"
#include "model/coverage_index.h"
#include "model/names.h"
#include "model/protection.h"
#include "model/selection.h"
#include "model/snapshot.h"
#include "model/store_risks.h"

namespace lastgood {
namespace {

struct Joined {
  CoveredWorkload workload;
  std::vector<Holding> holdings;
};

// Of several objects of one system the best answer stays: one that covers, and the newest.
void AddLayer(const Holding& holding, std::vector<Layer>& layers) {
  const ObjectFacts& facts = *holding.object->facts;
  Layer layer{.by = facts.key.system,
              .covers = holding.covers,
              .why = holding.why.empty() ? ReasonOf(*holding.object) : holding.why,
              .recovery_point = holding.covers ? NewestPoint(facts) : std::nullopt,
              .object = facts.key};
  const auto known =
      std::find_if(layers.begin(), layers.end(), [&](const Layer& one) { return one.by == layer.by; });
  if (known == layers.end()) return layers.push_back(std::move(layer));
  const auto rank = [](const Layer& one) { return std::tuple(one.covers, one.recovery_point); };
  if (rank(*known) < rank(layer)) *known = std::move(layer);
}

void SetDeliberate(CoveredWorkload& workload, const std::string& why) {
  if (workload.deliberate) return;
  workload.deliberate = true;
  workload.why = why;
}

// An object that is called after the workload decides for it: what is at risk, or left out on purpose.
void Inherit(const KnownObject& object, CoveredWorkload& workload) {
  if (object.derived->deliberate)
    SetDeliberate(workload, object.facts->ignore.value_or(ReasonOf(object)));
  else if (object.derived->is_protected == false)
    workload.told = true;
}

bool Owns(const WorkloadFacts& owner, const WorkloadFacts& claim) {
  if (owner.claims && Selects(*owner.claims, claim)) return true;
  const std::string& name = claim.key.name;
  return std::any_of(owner.claim_names.begin(), owner.claim_names.end(), [&](const std::string& prefix) {
    return name.size() > prefix.size() && name.starts_with(prefix) &&
           name.find_first_not_of("0123456789", prefix.size()) == std::string::npos;
  });
}

class Joiner {
 public:
  Joiner(const Parts& parts, const Objectives& objectives)
      : parts_(parts), objectives_(objectives), index_(parts), blindness_(BlindnessOf(parts)) {
    for (const auto& part : parts)
      for (const WorkloadFacts& workload : part->facts.workloads) {
        if (workload.key.kind == kinds::kClaim)
          claims_.push_back(&workload);
        else
          owners_[workload.key.namespace_].push_back(&workload);
      }
  }

  std::vector<CoveredWorkload> Run() {
    std::vector<Joined> claims;
    claims.reserve(claims_.size());
    for (const WorkloadFacts* claim : claims_) claims.push_back(JoinClaim(*claim));
    std::map<ObjectKey, std::vector<const Joined*>> by_owner;
    for (const Joined& claim : claims)
      if (claim.workload.part_of) by_owner[*claim.workload.part_of].push_back(&claim);
    std::vector<CoveredWorkload> all;
    for (const auto& [space, owners] : owners_)
      for (const WorkloadFacts* owner : owners) all.push_back(JoinOwner(*owner, by_owner[owner->key]));
    for (Joined& claim : claims) all.push_back(std::move(claim.workload));
    std::sort(all.begin(), all.end(),
              [](const CoveredWorkload& a, const CoveredWorkload& b) { return a.key < b.key; });
    return all;
  }

 private:
  Joined JoinClaim(const WorkloadFacts& claim) {
    Joined joined = Start(claim);
    for (Holding& holding : index_.Selecting(claim)) joined.holdings.push_back(std::move(holding));
    for (const WorkloadFacts* owner : owners_[claim.key.namespace_])
      if (Owns(*owner, claim)) {
        joined.workload.part_of = owner->key;
        if (owner->ignore) SetDeliberate(joined.workload, *owner->ignore);
        for (const KnownObject* object : index_.At(owner->key)) Inherit(*object, joined.workload);
        break;
      }
    Finish(joined, true);
    return joined;
  }

  // What holds all of its claims holds it, and what is called after it.
  CoveredWorkload JoinOwner(const WorkloadFacts& owner, const std::vector<const Joined*>& claims) {
    Joined joined = Start(owner);
    for (const Joined* claim : claims)
      for (const Holding& holding : claim->holdings)
        if (!holding.covers || CoversAll(holding.object->facts->key.system, claims))
          joined.holdings.push_back(holding);
    Finish(joined, !claims.empty());
    CoveredWorkload& workload = joined.workload;
    const auto any = [&](bool CoveredWorkload::* what) {
      return std::any_of(claims.begin(), claims.end(),
                         [&](const Joined* claim) { return claim->workload.*what; });
    };
    workload.told = workload.told || (!workload.Covered() && any(&CoveredWorkload::told));
    if (!claims.empty() && std::all_of(claims.begin(), claims.end(),
                                       [](const Joined* claim) { return claim->workload.deliberate; }))
      SetDeliberate(workload, claims.front()->workload.why);
    return workload;
  }

  static bool CoversAll(const std::string& system, const std::vector<const Joined*>& claims) {
    return std::all_of(claims.begin(), claims.end(), [&](const Joined* claim) {
      return std::any_of(claim->holdings.begin(), claim->holdings.end(), [&](const Holding& holding) {
        return holding.covers && holding.object->facts->key.system == system;
      });
    });
  }

  Joined Start(const WorkloadFacts& workload) {
    Joined joined;
    joined.workload.key = workload.key;
    joined.workload.what.objective = workload.max_age;
    joined.workload.annotated = workload.max_age && index_.At(workload.key).empty();
    if (workload.ignore) SetDeliberate(joined.workload, *workload.ignore);
    for (const KnownObject* object : index_.At(workload.key)) {
      joined.holdings.push_back({object, object->Covers(), ""});
      Inherit(*object, joined.workload);
    }
    AddDeclared(joined);
    return joined;
  }

  // What a component needs covers the workloads that it says it holds.
  void AddDeclared(Joined& joined) {
    for (const Component& component : objectives_.components) {
      for (const KnownObject* object : index_.At(joined.workload.key))
        if (AnyMatches(component.needs, object->facts->key)) joined.workload.held = true;
      if (!AnyMatches(component.holds, joined.workload.key)) continue;
      joined.workload.held = true;
      if (component.ignore) SetDeliberate(joined.workload, *component.ignore);
      if (component.ephemeral)
        SetDeliberate(joined.workload, fmt::format("component {} is ephemeral", component.name));
      for (const KnownObject& object : index_.Objects())
        if (AnyMatches(component.needs, object.facts->key) &&
            IdentityOf(object.facts->key) != IdentityOf(joined.workload.key))
          joined.holdings.push_back(
              {&object, object.Covers(), fmt::format("component {} says so", component.name)});
    }
  }

  void AddOthers(CoveredWorkload& workload) const {
    for (const std::string& system : index_.Systems())
      if (std::none_of(workload.layers.begin(), workload.layers.end(),
                       [&](const Layer& layer) { return layer.by == system; }))
        workload.layers.push_back({system, false, "none of its policies selects this", std::nullopt, {}});
  }

  // `by_claims`: what covers claims is to be told, also where it does not cover these.
  void Finish(Joined& joined, bool by_claims) {
    CoveredWorkload& workload = joined.workload;
    for (const Holding& holding : joined.holdings) AddLayer(holding, workload.layers);
    if (by_claims) AddOthers(workload);
    std::stable_sort(workload.layers.begin(), workload.layers.end(), [](const Layer& a, const Layer& b) {
      return std::tuple(b.covers, a.by) < std::tuple(a.covers, b.by);
    });
    if (!workload.Covered() && !workload.deliberate && !workload.told) workload.unknown = WhyUnknown(joined);
    Measure(joined.holdings, workload);
    CountCopies(joined.holdings, parts_, workload);
    const Objective objective = ObjectiveFor(objectives_, workload.key);
    workload.copies_objective = objective.copies;
    workload.copies_apart_objective = objective.copies_apart;
  }

  // By what a person would restore it from: of what covers it, what has the newest data. What nothing covers
  // any more may have an old backup of its own all the same.
  void Measure(const std::vector<Holding>& holdings, CoveredWorkload& workload) const {
    Restorability& what = workload.what;
    const KnownObject* newest = nullptr;
    for (const Holding& holding : holdings) {
      const ObjectFacts& facts = *holding.object->facts;
      if (!holding.covers && IdentityOf(facts.key) != IdentityOf(workload.key)) continue;
      if (holding.covers && (newest == nullptr || NewestPoint(facts) > what.recovery_point))
        newest = holding.object;
      what.recovery_point = std::max(what.recovery_point, NewestPoint(facts));
      what.recovery_unknown = what.recovery_unknown || IsNewestPointUnknown(facts);
      const RestoreProof proof = ProofOf(facts.key, parts_);
      if (proof.restored > what.restored) {
        what.restored = proof.restored;
        what.restore_duration = proof.took;
      }
    }
    what.recovery_unknown = !what.recovery_point && (what.recovery_unknown || !workload.unknown.empty());
    if (newest == nullptr) return;
    what.observed = newest->facts->observed;
    what.deadline = newest->derived->deadline;
    if (!what.objective) what.objective = MaxAgeOf(*newest->facts, objectives_);
  }

  // What a policy of its own namespace leaves out is not covered, whatever else was not read: there it was
  // meant to be.
  std::string WhyUnknown(const Joined& joined) const {
    for (const Holding& holding : joined.holdings)
      if (holding.unsure)
        return fmt::format("{} {}: {}", holding.object->facts->key.system, holding.object->facts->key.name,
                           holding.why);
    for (const Holding& holding : joined.holdings)
      if (!holding.object->derived->is_protected)
        return fmt::format("{} does not tell whether {} {} is protected", holding.object->facts->key.system,
                           holding.object->facts->key.kind, holding.object->facts->key.name);
    if (blindness_.empty()) return "";
    std::string why;
    for (const Holding& holding : joined.holdings) {
      if (holding.own) return "";
      if (!holding.why.empty() && why.find(holding.why) == std::string::npos)
        why += fmt::format("{}: {}; ", holding.object->facts->key.system, holding.why);
    }
    return why + blindness_;
  }

  const Parts& parts_;
  const Objectives& objectives_;
  const CoverageIndex index_;
  const std::string blindness_;
  std::vector<const WorkloadFacts*> claims_;
  std::map<std::string, std::vector<const WorkloadFacts*>> owners_;  // by namespace
};

// Whoever annotates a workload with the age that its recovery point may have declares a component, where no
// object of that name is held to the annotation already.
void AddAnnotated(Coverage& coverage) {
  for (const CoveredWorkload& workload : coverage.workloads) {
    if (!workload.annotated || workload.deliberate || !workload.Covered()) continue;
    ComponentState& state = coverage.components.emplace_back();
    state.name = fmt::format("{}/{}", workload.key.namespace_, workload.key.name);
    state.is_protected = true;
    state.reason = InfoOf(Protection::kScheduled).name;
    for (const Layer& layer : workload.layers)
      if (layer.covers) state.objects.push_back(layer.object);
    state.what = workload.what;
  }
}

std::vector<Endangered> EndangeredOf(const Parts& parts) {
  const std::vector<StoreRisk> risks = StoreRisksOf(parts);
  if (risks.empty()) return {};
  std::vector<Endangered> endangered;
  for (const auto& part : parts)
    for (std::size_t i = 0; i < part->facts.objects.size(); ++i) {
      const ObjectFacts& object = part->facts.objects[i];
      const std::size_t count = part->derived[i].deliberate ? 0 : RisksOf(object, risks).size();
      if (count > 0) endangered.push_back({object.key, count});
    }
  return endangered;
}

std::vector<KnownObjectPoint> KnownPoints(const Parts& parts) {
  std::vector<KnownObjectPoint> points;
  for (const auto& part : parts)
    for (std::size_t i = 0; i < part->facts.objects.size(); ++i) {
      const ObjectFacts& object = part->facts.objects[i];
      if (const auto known = EvidenceOf(object, part->derived[i], ProofOf(object.key, parts).restored))
        points.push_back({object.key, *known});
    }
  std::ranges::sort(points, {}, &KnownObjectPoint::key);
  return points;
}

}  // namespace

bool CoveredWorkload::IsClaim() const { return key.kind == kinds::kClaim; }

bool CoveredWorkload::Covered() const { return !layers.empty() && layers.front().covers; }

Coverage Cover(const Parts& parts, const Objectives& objectives) {
  Coverage coverage;
  coverage.workloads = Joiner(parts, objectives).Run();
  coverage.components = StatesOf(parts, objectives);
  AddAnnotated(coverage);
  coverage.endangered = EndangeredOf(parts);
  coverage.known = KnownPoints(parts);
  return coverage;
}

}  // namespace lastgood
