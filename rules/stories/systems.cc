#include "rules/stories/systems.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"

namespace lastgood {
namespace {

using namespace external;
using catalog::kObjectInfo;

constexpr std::chrono::minutes kHour(60);

LabelValues Volume() {
  return {{Label::kJob, "longhorn"}, {Label::kVolume, "pvc-1"}, {Label::kBackup, "backup-1"}};
}
LabelValues Told(const std::string& n, const char* system) {
  return {{Label::kJob, "lastgood"}, {Label::kSystem, system}, {Label::kNamespace, n}};
}

std::vector<Scenario> Systems(const GeneratorSettings& settings, const std::string& n) {
  const Standstill old = StandingStill(settings.fallback_max_age);
  const LabelValues velero = {{Label::kJob, "velero"}, {Label::kSchedule, "nightly"}};
  return {
      Scenario(alerts::kLonghornVolumeFaulted, "fires by Longhorn 1.11's series of each state", Volume())
          .Given(kLonghornRobustness, "0x10 1x30 0x90", {{Label::kState, "faulted"}})
          .Fires(Severity::kCritical, 11, 42),
      Scenario(alerts::kLonghornVolumeFaulted, "fires by Longhorn 1.10's number", Volume())
          .Given(kLonghornRobustness, "1x10 3x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      Scenario(alerts::kLonghornVolumeFaulted, "silent where lastgood reads Longhorn", Volume())
          .Given(kLonghornRobustness, "3x90")
          .Given(kObjectInfo, "1x90", Told(n, systems::kLonghorn))
          .Silent(90),
      Scenario(alerts::kLonghornVolumeFaulted, "fires where lastgood reads the Longhorn of another cluster",
               InCluster("far", Volume()))
          .Given(kLonghornRobustness, "1x10 3x30 1x90", InCluster("far", {}))
          .Given(kObjectInfo, "1x140", InCluster("near", Told(n, systems::kLonghorn)))
          .Fires(Severity::kCritical, 11, 42),
      Scenario(alerts::kLonghornBackupFailed, "fires while a backup is in state Error", Volume())
          .Given(kLonghornBackupState, "2x10 4x30 stale")
          .Fires(Severity::kWarning, 11, 42),
      Scenario(alerts::kLonghornBackupFailed, "silent for a completed one", Volume())
          .Given(kLonghornBackupState, "3x90")
          .Silent(90),
      Scenario(alerts::kVeleroBackupFailed, "fires for an hour after a bad backup", velero)
          .Given(kVeleroPartial, "0x10 1x190")
          .Fires(Severity::kWarning, 11, 71),
      Scenario(alerts::kVeleroBackupFailed, "silent when a counter starts anew", velero)
          .Given(kVeleroFailed, "5x20 0x90")
          .Silent(90),
      Scenario(alerts::kVeleroNoRecentBackup, "fires when it is too old, until a good backup", velero)
          .Every(kHour)
          .Given(kVeleroLastSuccess, old.values)
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kVeleroNoRecentBackup, "fires where lastgood reads the Velero of another cluster",
               InCluster("far", velero))
          .Every(kHour)
          .Given(kVeleroLastSuccess, old.values, InCluster("far", {}))
          .Given(kObjectInfo, "1x170", InCluster("near", Told(n, systems::kVelero)))
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kVeleroNoRecentBackup, "fires although a schedule of its name succeeds elsewhere",
               {{Label::kJob, "velero"}, {Label::kSchedule, "nightly"}, {Label::kNamespace, n}})
          .Every(kHour)
          .Given(kVeleroLastSuccess, old.values)
          .Given(kVeleroLastSuccess, "0+3600x170", {{Label::kNamespace, "velero-b"}})
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kVeleroNoRecentBackup, "silent for backups without a schedule", velero)
          .Every(kHour)
          .Given(kVeleroLastSuccess, "60x90", {{Label::kSchedule, ""}})
          .Silent(90),
  };
}

}  // namespace

std::vector<Scenario> SystemScenarios(const GeneratorSettings& settings) {
  return Systems(settings, StoryNamespace(settings));
}

}  // namespace lastgood
