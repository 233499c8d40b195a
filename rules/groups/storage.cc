// Destinations, buckets and copies of buckets.
#include "rules/groups/storage.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/groups.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

constexpr double kTwoWeeks = 14 * 86400;
constexpr Labels kByCopy{Label::kCluster, Label::kCopy};

// When the destination's system was last read by the same process; a system may have several sources.
constexpr Labels kReader = kTargetLabels | Labels{Label::kSystem};
auto ReadersOfSystems() {
  return By<kReader>("max", Relabel<Label::kSystem, Label::kCollector>(FreshestCollector()));
}

std::string DestinationPhrase(const GeneratorSettings& settings) {
  return "Destination {{ $labels.name }} of {{ $labels.system }}{{ with $labels." +
         settings.names.Of(Label::kNamespace) + " }} in {{ . }}{{ end }}";
}

Alert Unavailable(const GeneratorSettings& settings) {
  const auto down = And(Of(kDestinationAvailable) == Num(0), On<kReader>(ReadersOfSystems()));
  return Alerting(alerts::kDestinationUnavailable, Severity::kCritical,
                  By<kByDestination>("max", down) == Num(0), minutes(15),
                  {"Backups cannot be written, or read back, while their destination is unavailable.",
                   DestinationPhrase(settings) + " is unavailable."});
}

Alert NotChecked(const GeneratorSettings& settings) {
  const auto late = Now() - (Of(kDestinationCheckDeadline) < ManyOn<kReader>(ReadersOfSystems()));
  return Alerting(
      alerts::kDestinationUnavailable, Severity::kWarning, By<kByDestination>("max", late) > Num(0),
      minutes(15),
      {"The backup system has not reached its destination for several of its poll intervals.",
       DestinationPhrase(settings) + " should have been reached {{ $value | humanizeDuration }} ago."});
}

Alert NotMaintained(const GeneratorSettings& settings) {
  const auto late = Now() - (Of(kDestinationMaintenanceDeadline) < ManyOn<kReader>(ReadersOfSystems()));
  return Alerting(
      alerts::kRepositoryNotMaintained, Severity::kWarning, By<kByDestination>("max", late) > Num(0),
      minutes(60),
      {"A repository is not maintained: what backups no longer need is not deleted, and it grows.",
       DestinationPhrase(settings) + " should have been maintained {{ $value | humanizeDuration }} ago."});
}

// Where not all of it can be counted, what was counted: the bucket is at least as full.
auto FractionUsed() {
  constexpr Labels series = kByBucket | kTargetLabels;
  const auto counted = By<series>("sum", Where<Label::kPrefix>(Of(kBucketSize), "=", ""));
  const auto used = Or(By<series>("max", Of(kBucketUsed)), counted);
  return And(used / By<series>("max", Of(kBucketLimit)), On<series>(FreshestListing()));
}

Alert Unsafe() {
  return Alerting(
      alerts::kBucketUnsafe, Severity::kWarning,
      By<kByBucket>("max", And(Of(kBucketRisks), FreshestListing())) > Num(0), minutes(15),
      {"The bucket will lose backups that are still needed, or cannot give them back.",
       "Bucket {{ $labels.bucket }} endangers what it holds in {{ $value }} ways: `lastgood check --system "
       "s3` names them."},
      {{"system", systems::kS3}});
}

// The bucket has the alert.
Record Endangered() {
  return Recorded(std::string(kConditionRecord),
                  By<kByObject>("max", And(Of(kObjectStoreRisks), Judged())) > Num(0),
                  {{std::string(ToString(Label::kCondition)), alerts::kBucketUnsafe},
                   {std::string(ToString(Label::kSeverity)), std::string(ToString(Severity::kWarning))}});
}

Alert NearLimit(Severity severity, double fraction) {
  return Alerting(alerts::kBucketNearLimit, severity, By<kByBucket>("max", FractionUsed()) >= Num(fraction),
                  minutes(15),
                  {"Backups fail when the bucket reaches its limit.",
                   "Bucket {{ $labels.bucket }} is {{ $value | humanizePercentage }} full."},
                  {{"system", systems::kS3}});
}

// From a week's growth; only once there is a week of it, above half full, and until BucketNearLimit takes
// over.
Alert FullSoon(const Thresholds& thresholds) {
  const auto used = By<kByBucket>("max", Of(kBucketUsed)), limit = By<kByBucket>("max", Of(kBucketLimit));
  const auto soon = Fn("predict_linear", OverSteps(used, "1w", "6h"), Num(kTwoWeeks)) > limit;
  const auto week_ago = By<kByBucket>("max", Offset(Of(kBucketUsed), "1w"));
  const auto above_half = used / limit > Num(0.5),
             near_limit = used / limit >= Num(thresholds.bucket_warning);
  return Alerting(
      alerts::kBucketFullSoon, Severity::kWarning, Unless(And(And(soon, above_half), week_ago), near_limit),
      minutes(60),
      {"At the last week's growth the bucket is full within two weeks.",
       "Bucket {{ $labels.bucket }} will hold {{ $value | humanize1024 }}B in two weeks, more than its "
       "limit."},
      {{"system", systems::kS3}});
}

Alert ListingStale() {
  return Alerting(
      alerts::kBucketListingStale, Severity::kWarning,
      Now() - By<kByBucket>("max", Of(kBucketListingDeadline)) > Num(0), minutes(5),
      {"The bucket has not been listed completely in time, so what is known of it is old.",
       "Bucket {{ $labels.bucket }} should have been listed {{ $value | humanizeDuration }} ago."},
      {{"system", systems::kS3}});
}

Alert CopyBehind() {
  const auto compared = By<kByCopy>("max", Of(kCopyChecked));
  const auto late =
      And(Now() - (Of(kCopyDeadline) < Of(kCopyChecked)), Of(kCopyChecked) == ManyOn<kByCopy>(compared));
  return Alerting(alerts::kCopyBehind, Severity::kWarning, By<kByCopy>("max", late) > Num(0), minutes(15),
                  {"The copy of a bucket lacks objects for longer than is allowed.",
                   "Copy {{ $labels.copy }} is {{ $value | humanizeDuration }} later than allowed."},
                  {{"system", systems::kCopy}});
}

}  // namespace

RuleGroup StorageGroup(const GeneratorSettings& settings) {
  const Thresholds& thresholds = settings.thresholds;
  RuleGroup group{"lastgood-storage.rules",
                  "Where backups are kept.",
                  {Unavailable(settings), NotChecked(settings), NotMaintained(settings)}};
  if (settings.HasBuckets()) {
    group.rules.push_back(NearLimit(Severity::kWarning, thresholds.bucket_warning));
    group.rules.push_back(NearLimit(Severity::kCritical, thresholds.bucket_critical));
    group.rules.push_back(FullSoon(thresholds));
    group.rules.push_back(Unsafe());
    group.rules.push_back(Endangered());
    group.rules.push_back(ListingStale());
  }
  if (settings.Has(systems::kCopy)) group.rules.push_back(CopyBehind());
  return group;
}

}  // namespace lastgood
