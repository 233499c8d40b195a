#include "model/components.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/coverage_index.h"
#include "model/names.h"
#include "model/protection.h"

namespace lastgood {
namespace {

bool IsRestorable(const ObjectFacts& object) {
  return std::none_of(object.proofs.begin(), object.proofs.end(),
                      [](const ProofFacts& proof) { return !proof.restorable; });
}

// While a source has never been read, what is not known need not be missing.
bool AnyNeverRead(const Parts& parts) {
  return std::any_of(parts.begin(), parts.end(), [](const auto& part) {
    return !part->state.finished || (part->state.success == false && !part->state.last_success);
  });
}

// A later one that is unknown or none makes the whole so: a chain as weak as its weakest link.
void TakeOlder(std::optional<Time>& oldest, const std::optional<Time>& other, bool first) {
  oldest = first ? other : (oldest && other ? std::optional(std::min(*oldest, *other)) : std::nullopt);
}

class StateMaker {
 public:
  StateMaker(const Component& component, const Parts& parts, const CoverageIndex& index,
             const Objectives& objectives)
      : component_(component), parts_(parts), index_(index), objectives_(objectives) {}

  ComponentState Make() {
    state_.name = component_.name;
    state_.what.objective = component_.max_age;
    if (component_.ephemeral) SetDeliberate(Protection::kEphemeral, "it is declared as ephemeral");
    if (component_.ignore) SetDeliberate(Protection::kIgnored, *component_.ignore);
    for (const KeyPattern& need : component_.needs) AddNeed(need);
    if (missing_) state_.what.recovery_point = state_.what.restored = std::nullopt;
    const bool copies_only = !any_object_ && !state_.objects.empty();
    state_.what.recovery_unknown = (unknown_ || copies_only) && !missing_ && !none_;
    return std::move(state_);
  }

 private:
  void SetDeliberate(Protection reason, std::string why) {
    state_.deliberate = true;
    state_.is_protected = true;
    state_.reason = InfoOf(reason).name;
    state_.detail = std::move(why);
    decided_ = true;
  }

  void AddNeed(const KeyPattern& need) {
    bool found = false;
    for (const KnownObject& object : index_.Objects())
      if (need.Matches(object.facts->key)) {
        found = true;
        AddObject(object);
      }
    if (need.system == systems::kCopy)
      for (const auto& part : parts_)
        for (const CopyFacts& copy : part->facts.copies) found = AddCopy(copy, need) || found;
    if (found || state_.deliberate) return;
    const bool blind = AnyNeverRead(parts_);
    Judge(blind ? std::nullopt : std::optional(false), blind ? "" : "missing",
          fmt::format("no object is known with {}{}", InWords(need),
                      blind ? ", and not every source was read yet" : ""));
    missing_ = true;
  }

  static std::string InWords(const KeyPattern& need) {
    std::string text;
    const auto add = [&](std::string_view what, const std::string& value) {
      if (!value.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, value);
    };
    add("system", need.system);
    add("namespace", need.namespace_);
    add("kind", need.kind);
    add("name", need.name);
    return text;
  }

  void AddObject(const KnownObject& object) {
    const ObjectFacts& facts = *object.facts;
    const bool first = !any_object_;
    any_object_ = true;
    state_.objects.push_back(facts.key);
    TakeOlder(state_.what.observed, facts.observed, first);
    const bool unknown = IsNewestPointUnknown(facts);
    unknown_ = unknown_ || unknown;
    none_ = none_ || (!unknown && !(IsRestorable(facts) && NewestPoint(facts)));
    TakeOlder(state_.what.recovery_point, IsRestorable(facts) ? NewestPoint(facts) : std::nullopt, first);
    const RestoreProof proof = ProofOf(facts.key, parts_);
    TakeOlder(state_.what.restored, proof.restored, first);
    state_.what.restore_duration = std::max(state_.what.restore_duration, proof.took);
    if (const auto deadline = object.derived->deadline)
      state_.what.deadline = std::min(state_.what.deadline.value_or(*deadline), *deadline);
    if (!component_.max_age) AddObjective(facts, first);
    if (state_.deliberate) return;
    std::string why = ReasonOf(object);
    if (why.empty()) why = "whether it is protected is not known";
    Judge(object.derived->is_protected,
          object.derived->reason ? InfoOf(*object.derived->reason).name : std::string_view(),
          fmt::format("{} {}: {}", facts.key.kind, facts.key.name, why));
  }

  // That a copy is behind is its own verdict; of what it could restore, what it is copied from tells.
  bool AddCopy(const CopyFacts& copy, const KeyPattern& need) {
    const ObjectKey key{systems::kCopy, "", "Copy", copy.name};
    if (!need.Matches(key)) return false;
    state_.objects.push_back(key);
    Judge(copy.checked ? std::optional(true) : std::nullopt,
          copy.checked ? InfoOf(Protection::kContinuous).name : std::string_view(),
          copy.checked ? fmt::format("{} is copied to {}", copy.from, copy.to)
                       : fmt::format("copy {} has not been compared yet", copy.name));
    return true;
  }

  // Each object is held to its own; the whole is held to the most generous, where every object has one.
  void AddObjective(const ObjectFacts& facts, bool first) {
    const std::optional<Duration> objective = MaxAgeOf(facts, objectives_);
    std::optional<Duration>& all = state_.what.objective;
    all = first || (all && objective) ? std::max(all, objective) : std::nullopt;
  }

  // What is at risk beats what is not known, and that what is protected.
  void Judge(std::optional<bool> is_protected, std::string_view reason, std::string detail) {
    const auto rank = [](const std::optional<bool>& value) { return value ? (*value ? 2 : 0) : 1; };
    if (decided_ && rank(state_.is_protected) <= rank(is_protected)) return;
    decided_ = true;
    state_.is_protected = is_protected;
    state_.reason = reason;
    state_.detail = std::move(detail);
  }

  const Component& component_;
  const Parts& parts_;
  const CoverageIndex& index_;
  const Objectives& objectives_;
  ComponentState state_;
  bool decided_ = false;
  bool any_object_ = false;
  bool unknown_ = false, none_ = false;  // of one's recovery point; none beats unknown, for the whole
  bool missing_ = false;  // one of the needs: then the whole cannot be restored, whatever the others have
};

}  // namespace

std::vector<ComponentState> StatesOf(const Parts& parts, const Objectives& objectives) {
  const CoverageIndex index(parts);
  std::vector<ComponentState> states;
  states.reserve(objectives.components.size());
  for (const Component& component : objectives.components)
    states.push_back(StateMaker(component, parts, index, objectives).Make());
  return states;
}

}  // namespace lastgood
