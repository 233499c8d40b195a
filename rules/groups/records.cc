// What several alerts share: of two replicas the fresher reading counts, so that one which is frozen neither
// alerts nor hides.
#include "rules/groups/records.h"

#include "rules/groups/conditions.h"

namespace lastgood {
namespace promql {
namespace {

constexpr Labels kBucketSeries = kByBucket | kTargetLabels;
constexpr Labels kStreamSeries = kByStream | kTargetLabels;

template <Labels kLabels>
Vector<kLabels> Recorded(std::string name) {
  return {MakeNode(Selector{std::move(name), kLabels, {}, "", ""})};
}

}  // namespace

Vector<kObjectSeries> Freshest() { return Recorded<kObjectSeries>("lastgood:object_observed:freshest"); }
Vector<kObjectSeries> Judged() { return Recorded<kObjectSeries>("lastgood:object_judged:freshest"); }
Vector<kByCollector | kTargetLabels> FreshestCollector() {
  return Recorded < kByCollector | kTargetLabels > ("lastgood:collector_success:freshest");
}
Vector<kBucketSeries> FreshestListing() { return Recorded<kBucketSeries>("lastgood:bucket_listed:freshest"); }
Vector<kStreamSeries> FreshestStream() { return Recorded<kStreamSeries>("lastgood:logs_checked:freshest"); }

Vector<kConditionSeries> Conditions() { return Recorded<kConditionSeries>(std::string(kConditionRecord)); }
Vector<kConditionSeries> Conditions(const std::string& names) {
  return WhereOneOf<Label::kCondition>(Conditions(), names);
}
Vector<kStateSeries> ObjectStates() { return Recorded<kStateSeries>(std::string(kStateRecord)); }
Vector<kByObject> BackupAgeRatio() { return Recorded<kByObject>("lastgood:backup_age:ratio"); }
Vector<kByObject> RecoveryWindowRatio() { return Recorded<kByObject>("lastgood:recovery_window:ratio"); }

namespace {

// Of times that only grow the latest is the newest, whichever replica read it.
Vector<kByObject> AgeOfAllowed() {
  const auto last = By<kByObject>("max", Of(catalog::kBackupLastSuccess));
  return (Now() - last) / (By<kByObject>("max", Of(catalog::kBackupDeadline)) - last);
}

Vector<kByObject> WindowOfPromised() {
  const auto reach = Now() - Of(catalog::kRecoveryWindowStart);
  return By<kByObject>("max", And(reach / Of(catalog::kRetention), Freshest()));
}

}  // namespace
}  // namespace promql

RuleGroup RecordsGroup() {
  using namespace promql;
  using namespace catalog;
  RuleGroup group{"lastgood-records.rules",
                  "What many rules and dashboards read: of several replicas, the one that read last.",
                  {}};
  group.rules = {
      Recorded("lastgood:object_observed:freshest", Newest<kByObject>(Of(kObjectObserved))),
      Recorded("lastgood:object_judged:freshest",
               Unless(Freshest(), Ignoring<Labels{Label::kReason}>(Deliberate()))),
      Recorded("lastgood:collector_success:freshest", Newest<kByCollector>(Of(kCollectorLastSuccess))),
      Recorded("lastgood:bucket_listed:freshest", Newest<kByBucket>(Of(kBucketListed))),
      Recorded("lastgood:logs_checked:freshest", Newest<kByStream>(Of(kLogsStreamChecked))),
      Recorded("lastgood:backup_age:ratio", AgeOfAllowed()),
      Recorded("lastgood:recovery_window:ratio", WindowOfPromised()),
  };
  return group;
}

}  // namespace lastgood
