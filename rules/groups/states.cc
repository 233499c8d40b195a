#include "rules/groups/states.h"

#include "model/object_state.h"
#include "rules/groups/conditions.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

using Objects = Vector<kByObject>;

// Drills and policies have conditions too, and are no objects.
Objects InCondition(const ObjectState& state) {
  const auto condition =
      Where<Label::kSeverity>(Conditions(std::string(state.name)), "=", std::string(ToString(state.level)));
  return By<kByObject>("group", And(condition, On<kByObject>(Of(kObjectInfo))));
}

// Something could not be read, or its deadline passed after it was read.
Objects CannotTell() {
  const auto never = Unless(Of(kObjectUnread), Of(kObjectObserved));
  const auto unseen = (Of(kBackupDeadline) >= Of(kObjectObserved)) < Now();
  return By<kByObject>("group", Or(And(Or(Of(kObjectUnread), unseen), Judged()), never));
}

Objects CoveredElsewhere() {
  const auto left = Where<Label::kReason>(Of(kObjectProtected), "=~", LeftToOthersReasons()) == Num(0);
  const auto covered = And(left, On<kByWorkload>(CoveredClaims()));
  return By<kByObject>("group", And(covered, Ignoring<Labels{Label::kReason}>(Freshest())));
}

Objects OnPurpose() {
  return By<kByObject>("group", And(Deliberate(), Ignoring<Labels{Label::kReason}>(Freshest())));
}

Objects New() {
  return By<kByObject>("group", And(NeverSucceeded(), Ignoring<Labels{Label::kStatus}>(Judged())));
}

Objects In(const ObjectState& state) {
  if (state.name == states::kUnknown) return CannotTell();
  if (state.name == states::kElsewhere) return CoveredElsewhere();
  if (state.name == states::kDeliberate) return OnPurpose();
  if (state.name == states::kNew) return New();
  if (state.name == states::kGood) return By<kByObject>("group", Of(kObjectInfo));
  return InCondition(state);
}

bool IsPossible(const ObjectState& state, const GeneratorSettings& settings) {
  if (state.name == alerts::kWALArchivingFailed) return settings.Has(systems::kCnpg);
  if (state.name == alerts::kBucketUnsafe) return settings.HasBuckets();
  return state.name != states::kElsewhere || settings.Has(systems::kWorkloads);
}

// `rank * group(...)`, of what is in no worse state.
Record StateRecord(const ObjectState& state, int rank, bool worst) {
  Objects ranked = Num(rank) * In(state);
  if (!worst) ranked = Unless(ranked, On<kByObject>(ObjectStates() > Num(rank)));
  return Recorded(std::string(kStateRecord), ranked,
                  {{std::string(ToString(Label::kState)), std::string(state.name)},
                   {std::string(ToString(Label::kLevel)), std::string(ToString(state.level))}});
}

}  // namespace

RuleGroup StatesGroup(const GeneratorSettings& settings) {
  RuleGroup group{"lastgood-states.rules", "The one state of each object, as `lastgood check` tells it.", {}};
  for (std::size_t i = 0; i < kObjectStates.size(); ++i)
    if (IsPossible(kObjectStates[i], settings))
      group.rules.push_back(StateRecord(kObjectStates[i], RankOf(i), i == 0));
  return group;
}

}  // namespace lastgood
