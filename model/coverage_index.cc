#include "model/coverage_index.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "model/evidence.h"
#include "model/names.h"
#include "model/protection.h"
#include "model/selection.h"

namespace lastgood {
namespace {

bool IsOne(const std::vector<std::string>& namespaces) {
  return namespaces.size() == 1 && namespaces[0].find_first_of("*?[") == std::string::npos;
}

bool IsYounger(const WorkloadFacts& claim, const Selection& selection) {
  return selection.as_of && claim.created && *claim.created > *selection.as_of;
}

}  // namespace

std::string ReasonOf(const KnownObject& object) {
  if (!object.facts->protection_detail.empty()) return object.facts->protection_detail;
  return object.derived->reason ? std::string(InfoOf(*object.derived->reason).meaning) : "";
}

Identity IdentityOf(const ObjectKey& key) { return {key.namespace_, key.kind, key.name}; }

CoverageIndex::CoverageIndex(const Parts& parts) {
  for (const auto& part : parts)
    for (std::size_t i = 0; i < part->facts.objects.size(); ++i)
      objects_.push_back({&part->facts.objects[i], &part->derived[i]});
  for (const KnownObject& object : objects_) by_identity_[IdentityOf(object.facts->key)].push_back(&object);
  AddSelectors();
  CountSelected(parts);
  AddSystems(parts);
}

// What an object holds by name, and what waits for its first run, is not among those of which it only has a
// count.
void CoverageIndex::CountSelected(const Parts& parts) {
  for (const KnownObject& object : objects_) {
    const std::vector<Selection>& covers = object.facts->covers;
    const auto counts = [](const Selection& selection) { return selection.count.has_value(); };
    if (std::none_of(covers.begin(), covers.end(), counts)) continue;
    std::int64_t& count = selected_[object.facts];
    for (const auto& part : parts)
      for (const WorkloadFacts& claim : part->facts.workloads) {
        if (claim.key.kind != kinds::kClaim) continue;
        bool counted = false, named = false;
        for (const Selection& selection : covers)
          if (Selects(selection, claim)) {
            const bool one = counts(selection) && !IsYounger(claim, selection);
            (one ? counted : named) = true;
          }
        count += counted && !named ? 1 : 0;
      }
  }
}

void CoverageIndex::AddSelectors() {
  for (const KnownObject& object : objects_)
    for (const Selection& selection : object.facts->covers)
      (IsOne(selection.namespaces) ? local_[selection.namespaces[0]] : global_)
          .emplace_back(&object, &selection);
}

// A database operator covers the claims of its own clusters, and never any other.
void CoverageIndex::AddSystems(const Parts& parts) {
  std::set<std::string> own, general;
  for (const auto& part : parts)
    for (const WorkloadFacts& workload : part->facts.workloads) own.insert(workload.key.system);
  for (const KnownObject& object : objects_) {
    const ObjectKey& key = object.facts->key;
    const bool claims = key.kind == kinds::kClaim || !object.facts->covers.empty();
    if (claims && !own.contains(key.system)) general.insert(key.system);
  }
  systems_.assign(general.begin(), general.end());
}

const std::vector<const KnownObject*>& CoverageIndex::At(const ObjectKey& key) const {
  static const std::vector<const KnownObject*> none;
  const auto found = by_identity_.find(IdentityOf(key));
  return found == by_identity_.end() ? none : found->second;
}

Holding CoverageIndex::HoldingOf(const Selector& selector, const WorkloadFacts& claim) const {
  const auto& [object, selection] = selector;
  // What is younger than the backup that does not hold it waits for its first run.
  if (IsYounger(claim, *selection)) return {object, object->Covers(), ""};
  if (!selection->why_not.empty())
    return {object, false, selection->why_not, false, object->Covers() && IsOne(selection->namespaces)};
  if (!object->Covers()) return {object, false, ""};
  const auto selected = selected_.find(object->facts);
  const bool too_few =
      selection->count && selected != selected_.end() && *selection->count < selected->second;
  if (selection->count && !too_few) return {object, true, ""};
  if (!selection->unsure.empty()) return {object, false, selection->unsure, true};
  if (too_few)
    return {object, false,
            fmt::format("cannot tell which it holds: {} {}{} for {} claims", *selection->count,
                        selection->counted, *selection->count == 1 ? "" : "s", selected->second),
            true};
  return {object, true, ""};
}

std::vector<Holding> CoverageIndex::Selecting(const WorkloadFacts& claim) const {
  std::vector<Holding> holdings;
  const auto visit = [&](const std::vector<Selector>& selectors) {
    for (const Selector& selector : selectors)
      if (Selects(*selector.second, claim)) holdings.push_back(HoldingOf(selector, claim));
  };
  visit(global_);
  if (const auto found = local_.find(claim.key.namespace_); found != local_.end()) visit(found->second);
  return holdings;
}

// Only what reads the cluster covers claims by itself.
std::string BlindnessOf(const Parts& parts) {
  std::vector<std::string> unread, in_part;
  for (const auto& part : parts) {
    const CollectorState& state = part->state;
    if (state.source != systems::kKubernetes || !state.tells_coverage) continue;
    const bool never = !state.finished || (state.success == false && !state.last_success);
    if (never || (state.absent && state.not_in_dump)) unread.push_back(state.kind);
    if (state.in_part) in_part.push_back(state.kind);
  }
  std::vector<std::string> blind;
  if (!unread.empty()) blind.push_back(fmt::format("nothing is known of {}", fmt::join(unread, ", ")));
  if (!in_part.empty())
    blind.push_back(fmt::format("of {} only what these files hold", fmt::join(in_part, ", ")));
  return fmt::format("{}", fmt::join(blind, "; "));
}

std::optional<Time> NewestPoint(const ObjectFacts& object) {
  std::optional<Time> newest;
  for (const Track& track : object.tracks) newest = std::max(newest, track.recovery_point);
  return newest;
}

bool IsNewestPointUnknown(const ObjectFacts& object) {
  if (NewestPoint(object)) return false;
  if (object.tracks.empty()) return !object.unread.empty() || object.observed == Time();
  return std::ranges::any_of(object.tracks, IsPointUnknown);
}

bool Restores(const RestoreTestFacts& test, const ObjectKey& key) {
  if (test.key == key) return true;
  return std::any_of(test.restores.begin(), test.restores.end(), [&](const ObjectKey& wanted) {
    return KeyPattern{wanted.system, wanted.namespace_, wanted.kind, wanted.name}.Matches(key);
  });
}

RestoreProof ProofOf(const ObjectKey& key, const Parts& parts) {
  RestoreProof proof;
  for (const auto& part : parts)
    for (const RestoreTestFacts& test : part->facts.restore_tests)
      if (test.last_success && Restores(test, key) && test.last_success > proof.restored)
        proof = {test.last_success, test.duration};
  return proof;
}

std::optional<Duration> MaxAgeOf(const ObjectFacts& object, const Objectives& objectives) {
  return object.max_age ? object.max_age : ObjectiveFor(objectives, object.key).max_age;
}

}  // namespace lastgood
