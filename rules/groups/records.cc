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

}  // namespace promql

RuleGroup RecordsGroup() {
  using namespace promql;
  using namespace catalog;
  RuleGroup group{"lastgood-records.rules", "Of several replicas, the one that read last.", {}};
  group.rules = {
      Recorded("lastgood:object_observed:freshest", Newest<kByObject>(Of(kObjectObserved))),
      Recorded("lastgood:object_judged:freshest",
               Unless(Freshest(), Ignoring<Labels{Label::kReason}>(Deliberate()))),
      Recorded("lastgood:collector_success:freshest", Newest<kByCollector>(Of(kCollectorLastSuccess))),
      Recorded("lastgood:bucket_listed:freshest", Newest<kByBucket>(Of(kBucketListed))),
      Recorded("lastgood:logs_checked:freshest", Newest<kByStream>(Of(kLogsStreamChecked))),
  };
  return group;
}

}  // namespace lastgood
