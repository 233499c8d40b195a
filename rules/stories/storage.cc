// Stories about restores, destinations, buckets and copies.
#include "rules/stories/storage.h"

#include <fmt/format.h>

#include <cmath>

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

using namespace catalog;

constexpr const char* kNow = "0+60x200";

LabelValues Database(const std::string& name_space, LabelValues more = {}) {
  more.insert(more.end(), {{Label::kSystem, systems::kCnpg},
                           {Label::kNamespace, name_space},
                           {Label::kKind, kinds::kCluster},
                           {Label::kName, "pg"}});
  return more;
}

Scenario Destination(const char* title, const std::string& name_space) {
  Scenario scenario(
      alerts::kDestinationUnavailable, title,
      {{Label::kSystem, systems::kLonghorn}, {Label::kNamespace, name_space}, {Label::kName, "default"}});
  return scenario;
}
const LabelValues kLonghorn = {{Label::kCollector, systems::kLonghorn},
                               {Label::kSource, systems::kKubernetes}};
const LabelValues kReplica = {{Label::kInstance, "b"}};
const LabelValues kLonghornReplica = {
    {Label::kCollector, systems::kLonghorn}, {Label::kSource, systems::kKubernetes}, {Label::kInstance, "b"}};

Scenario Repository(const char* title, const std::string& name_space) {
  return {alerts::kRepositoryNotMaintained,
          title,
          {{Label::kSystem, systems::kVelero},
           {Label::kNamespace, name_space},
           {Label::kName, "kopia/app-default-kopia"}}};
}
const LabelValues kVelero = {{Label::kCollector, systems::kVelero}, {Label::kSource, systems::kKubernetes}};

std::vector<Scenario> Destinations(const std::string& n) {
  return {
      Repository("fires when its maintenance is overdue, until there is one", n)
          .Given(kCollectorLastSuccess, kNow, kVelero)
          .Given(kDestinationMaintenanceDeadline, "600x90 86400x90")
          .Fires(Severity::kWarning, 11, 91),
      Repository("silent when the collector died before the deadline: nothing is known", n)
          .Given(kCollectorLastSuccess, "0+60x8 480x120", kVelero)
          .Given(kDestinationMaintenanceDeadline, "600x120")
          .Silent(120),
      Destination("fires after 15 minutes, until it is back", n)
          .Given(kCollectorLastSuccess, kNow, kLonghorn)
          .Given(kDestinationAvailable, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      Destination("silent when only a frozen replica thinks so", n)
          .Given(kCollectorLastSuccess, kNow, kLonghorn)
          .Given(kDestinationAvailable, "1x90")
          .Given(kCollectorLastSuccess, "0+60x12 720x90", kLonghornReplica)
          .Given(kDestinationAvailable, "0x90", kReplica)
          .Silent(90),
      Destination("warns when the backup system has not reached it in time", n)
          .Given(kCollectorLastSuccess, kNow, kLonghorn)
          .Given(kDestinationCheckDeadline, "600x40 86400x90")
          .Fires(Severity::kWarning, 11, 41),
      Destination("warns where the system has several sources", n)
          .Given(kCollectorLastSuccess, kNow, kLonghorn)
          .Given(kCollectorLastSuccess, kNow,
                 {{Label::kCollector, systems::kLonghorn}, {Label::kSource, "other"}})
          .Given(kDestinationCheckDeadline, "600x40 86400x90")
          .Fires(Severity::kWarning, 11),
      Destination("silent when lastgood's own reading stopped before", n)
          .Given(kCollectorLastSuccess, "0+60x8 480x10", kLonghorn)
          .Given(kDestinationCheckDeadline, "600x90")
          .Silent(90),
  };
}

Scenario Bucket(AlertName alert, const char* title) {
  return Scenario(alert, title, {{Label::kBucket, "backups"}});
}

std::vector<Scenario> FullBuckets(const Thresholds& thresholds) {
  return {
      Bucket(alerts::kBucketNearLimit, "warns near the limit, until there is room")
          .Given(kBucketListed, kNow)
          .Given(kBucketUsed, Reaching(thresholds.bucket_warning))
          .Given(kBucketLimit, "100x200")
          .Fires(Severity::kWarning, 11, 42),
      Bucket(alerts::kBucketNearLimit, "is critical nearer to it")
          .Given(kBucketListed, kNow)
          .Given(kBucketUsed, fmt::format("10x10 {}x30 10x90", std::lround(100 * thresholds.bucket_critical)))
          .Given(kBucketLimit, "100x200")
          .Fires(Severity::kCritical, 11, 42)
          .Also(alerts::kBucketNearLimit, Severity::kWarning),
      Bucket(alerts::kBucketNearLimit, "warns by what could be counted, where the sum is not known")
          .Given(kBucketListed, kNow)
          .Given(kBucketSize, Reaching(thresholds.bucket_warning),
                 {{Label::kPrefix, ""}, {Label::kState, "current"}})
          .Given(kBucketSize, "90x200", {{Label::kPrefix, "a/"}, {Label::kState, "current"}})
          .Given(kBucketLimit, "100x200")
          .Fires(Severity::kWarning, 11, 42),
      Bucket(alerts::kBucketNearLimit, "silent without a limit")
          .Given(kBucketListed, kNow)
          .Given(kBucketUsed, "95x90")
          .Silent(90),
      Bucket(alerts::kBucketNearLimit, "silent when only an old listing says so")
          .Given(kBucketListed, kNow)
          .Given(kBucketUsed, "50x200")
          .Given(kBucketLimit, "100x200")
          .Given(kBucketListed, "60x200", kReplica)
          .Given(kBucketUsed, "96x200", kReplica)
          .Given(kBucketLimit, "100x200", kReplica)
          .Silent(90),
  };
}

std::vector<Scenario> GrowingBuckets(const Thresholds& thresholds) {
  const std::chrono::minutes hour(60);
  return {
      Bucket(alerts::kBucketFullSoon,
             "fires when a week's growth fills it within two weeks, until it is nearly full")
          .Every(hour)
          .Given(kBucketListed, "0+3600x400")
          .Given(kBucketLimit, "1000x400")
          .Given(kBucketUsed, "400+2x300")
          .Fires(Severity::kWarning, 168,
                 static_cast<int>(std::lround(1000 * thresholds.bucket_warning - 400)) / 2),
      Bucket(alerts::kBucketFullSoon, "silent when it grows, but slowly")
          .Every(hour)
          .Given(kBucketListed, "0+3600x400")
          .Given(kBucketLimit, "10000x400")
          .Given(kBucketUsed, "6000+1x400")
          .Silent(400),
      Bucket(alerts::kBucketFullSoon, "silent before there is a week of history")
          .Every(hour)
          .Given(kBucketListed, "0+3600x400")
          .Given(kBucketLimit, "1000x400")
          .Given(kBucketUsed, "510+2x150")
          .Silent(150),
  };
}

std::vector<Scenario> ListedBuckets() {
  return {
      Bucket(alerts::kBucketUnsafe, "fires while a rule of the bucket would delete what is needed")
          .Given(kBucketListed, kNow)
          .Given(kBucketRisks, "0x10 2x30 0x90")
          .Fires(Severity::kWarning, 11, 42),
      Bucket(alerts::kBucketUnsafe, "silent when only an old listing says so")
          .Given(kBucketListed, kNow)
          .Given(kBucketRisks, "0x200")
          .Given(kBucketListed, "60x200", kReplica)
          .Given(kBucketRisks, "1x200", kReplica)
          .Silent(90),
      Bucket(alerts::kBucketListingStale, "fires when no listing has ended in time, until one does")
          .Given(kBucketListingDeadline, "600x30 86400x90")
          .Fires(Severity::kWarning, 11, 31),
      Bucket(alerts::kBucketListingStale, "silent when one of two replicas lists in time")
          .Given(kBucketListingDeadline, "600x90")
          .Given(kBucketListingDeadline, "86400x90", kReplica)
          .Silent(90),
  };
}

std::vector<Scenario> Copies() {
  return {
      Scenario(alerts::kCopyBehind, "fires when an object is missing for too long, until it is copied",
               {{Label::kCopy, "offsite"}})
          .Given(kCopyChecked, kNow)
          .Given(kCopyDeadline, "600x40 stale")
          .Fires(Severity::kWarning, 11, 41),
      Scenario(alerts::kCopyBehind, "silent when the comparison stopped before the deadline",
               {{Label::kCopy, "offsite"}})
          .Given(kCopyChecked, "0+60x8 480x90")
          .Given(kCopyDeadline, "600x90")
          .Silent(90),
  };
}

}  // namespace

std::vector<Scenario> StorageScenarios(const GeneratorSettings& settings) {
  std::vector<Scenario> all = Destinations(StoryNamespace(settings));
  for (std::vector<Scenario> stories :
       {FullBuckets(settings.thresholds), GrowingBuckets(settings.thresholds), ListedBuckets(), Copies()})
    for (Scenario& scenario : stories) all.push_back(std::move(scenario));
  return all;
}

std::vector<Scenario> RestoreScenarios(const GeneratorSettings& settings) {
  const std::string n = StoryNamespace(settings);
  const LabelValues listing = {{Label::kProof, "listing"}};
  const auto about = [&](AlertName alert, const char* title) {
    Scenario scenario(alert, title, Database(n));
    scenario.Given(kObjectObserved, kNow);
    return scenario;
  };
  return {
      Scenario(alerts::kNotRestorable,
               "fires when evidence speaks against the backup, until it speaks for it", Database(n, listing))
          .Given(kObjectObserved, kNow)
          .Given(kProvenRestorable, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      about(alerts::kNotRestorable, "silent without evidence").Silent(90),
      about(alerts::kRestoreTestFailed, "fires after a failed drill, until one succeeds")
          .Given(kRestoreTestLastSuccess, "60x30 1800x90")
          .Given(kRestoreTestLastFailure, "_x9 600x90")
          .Fires(Severity::kCritical, 11, 31),
      about(alerts::kRestoreTestFailed, "fires when no drill has ever succeeded")
          .Given(kRestoreTestLastFailure, "_x9 600x90")
          .Fires(Severity::kCritical, 11),
      about(alerts::kRestoreTestFailed, "silent when a success is newer")
          .Given(kRestoreTestLastSuccess, "900x90")
          .Given(kRestoreTestLastFailure, "600x90")
          .Silent(90),
      about(alerts::kRestoreTestStale, "fires when no drill has succeeded in time, until one does")
          .Given(kRestoreTestDeadline, "600x40 86400x90")
          .Fires(Severity::kWarning, 11, 41),
      Scenario(alerts::kRestoreTestStale, "silent when the source died before", Database(n))
          .Given(kObjectObserved, "0+60x8 480x90")
          .Given(kRestoreTestDeadline, "600x90")
          .Silent(90),
  };
}

}  // namespace lastgood
