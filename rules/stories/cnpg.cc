// Stories told by CloudNativePG's and kube-state-metrics' series.
#include "rules/stories/cnpg.h"

#include <fmt/format.h>

#include <cmath>

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

using namespace external;
using catalog::kObjectInfo;

constexpr std::chrono::minutes kHour(60);

LabelValues Pod(const std::string& name_space, const char* pod) {
  return {{Label::kJob, "cnpg"}, {Label::kNamespace, name_space}, {Label::kPod, pod}};
}
Scenario Standby(AlertName alert, const char* title, const std::string& name_space) {
  return Scenario(alert, title, Pod(name_space, "cnpg-disaster-recovery-1"));
}
Scenario Drill(AlertName alert, const char* title, const std::string& name_space) {
  return Scenario(alert, title,
                  {{Label::kJob, "kube-state-metrics"},
                   {Label::kNamespace, name_space},
                   {Label::kCronJob, "cnpg-restore-test"},
                   {Label::kJobName, "cnpg-restore-test-28"}});
}

LabelValues Told(const std::string& name_space) {
  return {{Label::kJob, "lastgood"},
          {Label::kSystem, systems::kRestoreTest},
          {Label::kNamespace, name_space},
          {Label::kKind, "CronJob"},
          {Label::kName, "cnpg-restore-test"}};
}

std::vector<Scenario> DisasterRecovery(const GeneratorSettings& settings, const std::string& n) {
  const auto lag =
      std::chrono::duration_cast<std::chrono::seconds>(settings.disaster_recovery_max_lag).count();
  return {
      Standby(alerts::kCNPGDisasterRecoveryMetricsMissing, "fires when its series end, until they are back",
              n)
          .Given(kCnpgUp, "1x10 stale _x29 1x90")
          .Fires(Severity::kCritical, 11, 41),
      Standby(alerts::kCNPGDisasterRecoveryMetricsMissing, "silent where there has never been one", n)
          .Given(kCnpgUp, "1x30 stale", Pod(n, "pg-1"))
          .Silent(90),
      Standby(alerts::kCNPGDisasterRecoveryNotInRecovery, "fires when it was promoted", n)
          .Given(kCnpgInRecovery, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      Standby(alerts::kCNPGDisasterRecoveryNotInRecovery, "silent for a primary that is no standby", n)
          .Given(kCnpgInRecovery, "0x90", Pod(n, "pg-1"))
          .Silent(90),
      Standby(alerts::kCNPGDisasterRecoveryWALReceiverDown, "fires while nothing is streamed", n)
          .Given(kCnpgInRecovery, "1x140")
          .Given(kCnpgWalReceiver, "1x10 0x30 1x90")
          .Fires(Severity::kWarning, 11, 42),
      Standby(alerts::kCNPGDisasterRecoveryWALReceiverDown, "silent during a reconnect", n)
          .Given(kCnpgInRecovery, "1x140")
          .Given(kCnpgWalReceiver, "1x10 0x5 1x90")
          .Silent(90),
      Standby(alerts::kCNPGDisasterRecoveryReplayLagHigh, "fires above the limit, until it has caught up", n)
          .Given(kCnpgLag, fmt::format("0x10 {}x30 0x90", lag + 1))
          .Fires(Severity::kWarning, 11, 42),
      Standby(alerts::kCNPGDisasterRecoveryWALReceiverDown, "silent for one that follows the archive only", n)
          .Given(kCnpgInRecovery, "1x140")
          .Given(kCnpgWalReceiver, "0x140")
          .Silent(140),
      Standby(alerts::kCNPGDisasterRecoveryReplayLagHigh,
              "silent for one that follows the archive of an idle source", n)
          .Given(kCnpgWalReceiver, "0x90")
          .Given(kCnpgLag, "0+60x90")
          .Silent(90),
      Standby(alerts::kCNPGDisasterRecoveryReplayLagHigh, "silent at the limit", n)
          .Given(kCnpgLag, fmt::format("{}x90", lag))
          .Silent(90),
  };
}

std::vector<Scenario> Drills(const GeneratorSettings& settings, const std::string& n) {
  const Standstill old = StandingStill(settings.restore_test_max_age);
  return {
      Drill(alerts::kCNPGRestoreTestFailed, "fires after a failed Job, until one succeeds", n)
          .Given(kCronJobLastSuccess, "60x30 1800x90")
          .Given(kJobStart, "_x9 600x90")
          .Given(kJobFailed, "_x9 1x90")
          .Fires(Severity::kCritical, 11, 31),
      Drill(alerts::kCNPGRestoreTestFailed, "silent when a Job of another CronJob fails", n)
          .Given(kCronJobLastSuccess, "60x90")
          .Given(kJobStart, "600x90", {{Label::kJobName, "vacuum-28"}})
          .Given(kJobFailed, "1x90", {{Label::kJobName, "vacuum-28"}})
          .Silent(90),
      Drill(alerts::kCNPGRestoreTestFailed, "silent where lastgood tells of the same CronJob", n)
          .Given(kCronJobLastSuccess, "60x90")
          .Given(kJobStart, "600x90")
          .Given(kJobFailed, "1x90")
          .Given(catalog::kRestoreTestLastFailure, "660x90", Told(n))
          .Silent(90),
      Drill(alerts::kCNPGRestoreTestStale, "silent where lastgood tells of the same CronJob", n)
          .Every(kHour)
          .Given(kCronJobLastSuccess, "0x300")
          .Given(catalog::kRestoreTestDeadline, "9999999x300", Told(n))
          .Silent(300),
      Drill(alerts::kCNPGRestoreTestStale, "fires after too long without a success", n)
          .Every(kHour)
          .Given(kCronJobLastSuccess, old.values)
          .Given(kCronJobCreated, "0x310")
          .Fires(Severity::kWarning, old.from, old.until),
      Drill(alerts::kCNPGRestoreTestStale, "silent while it is suspended", n)
          .Every(kHour)
          .Given(kCronJobLastSuccess, "0x300")
          .Given(kCronJobSuspended, "1x300")
          .Silent(300),
      Drill(alerts::kCNPGRestoreTestStale, "silent for a new CronJob", n)
          .Every(kHour)
          .Given(kCronJobCreated, "720000x300")
          .Silent(300),
  };
}

std::vector<Scenario> Operator(const std::string& n) {
  const LabelValues labels = {{Label::kJob, "kube-state-metrics"},
                              {Label::kNamespace, n},
                              {Label::kDeployment, "cnpg-controller-manager"}};
  return {
      Scenario(alerts::kCNPGOperatorDown, "fires without an available replica, until there is one", labels)
          .Given(kDeploymentAvailable, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      Scenario(alerts::kCNPGOperatorDown, "fires when its Deployment is gone", labels)
          .Given(kDeploymentAvailable, "1x10 stale")
          .Fires(Severity::kCritical, 11),
      Scenario(alerts::kCNPGOperatorDown, "silent while it rolls over", labels)
          .Given(kDeploymentAvailable, "1x10 0x5 1x90")
          .Silent(90),
  };
}

std::vector<Scenario> Archive(const GeneratorSettings& settings, const std::string& n) {
  const Standstill old = StandingStill(settings.fallback_max_age);
  LabelValues pg = Pod(n, "pg-1");
  pg.emplace_back(Label::kName, "pg");
  const LabelValues told = {{Label::kJob, "lastgood"},
                            {Label::kSystem, systems::kCnpg},
                            {Label::kNamespace, n},
                            {Label::kName, "pg"},
                            {Label::kKind, kinds::kCluster}};
  const LabelValues ready = {{Label::kValue, "ready"}};
  return {
      Scenario(alerts::kCNPGWALArchivingFailed, "fires while archiving fails and segments wait", pg)
          .Given(kCnpgLastArchived, "60x30 1860x90")
          .Given(kCnpgLastArchiveFailed, "_x9 600x90")
          .Given(kCnpgWalFiles, "3x30 0x90", ready)
          .Fires(Severity::kCritical, 9, 31),
      Scenario(alerts::kCNPGWALArchivingFailed, "silent for an idle database: nothing waits", pg)
          .Given(kCnpgLastArchived, "60x90")
          .Given(kCnpgLastArchiveFailed, "600x90")
          .Given(kCnpgWalFiles, "0x90", ready)
          .Silent(90),
      Scenario(alerts::kCNPGWALArchivingFailed, "silent where lastgood says the same", pg)
          .Given(kCnpgLastArchived, "60x90")
          .Given(kCnpgLastArchiveFailed, "600x90")
          .Given(kCnpgWalFiles, "3x90", ready)
          .Given(catalog::kWalArchiving, "0x90", told)
          .Silent(90),
      Scenario(alerts::kCNPGNoRecentBackup, "fires when it is too old, until there is a backup", pg)
          .Every(kHour)
          .Given(kBarmanLastBackup, old.values)
          .Given(kCnpgLastBackup, "0x170")
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kCNPGNoRecentBackup, "silent where lastgood sees the cluster", pg)
          .Every(kHour)
          .Given(kBarmanLastBackup, "60x170")
          .Given(kObjectInfo, "1x170", told)
          .Silent(170),
      Scenario(alerts::kCNPGNoRecentBackup, "fires where lastgood sees one of its name in another cluster",
               InCluster("far", pg))
          .Every(kHour)
          .Given(kBarmanLastBackup, old.values, InCluster("far", {}))
          .Given(kObjectInfo, "1x170", InCluster("near", told))
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kCNPGNoRecentBackup, "silent by the old metric that froze when the plugin took over",
               pg)
          .Every(kHour)
          .Given(kBarmanLastBackup, "0+3600x170")
          .Given(kCnpgLastBackup, "60x170")
          .Silent(170),
  };
}

}  // namespace

std::vector<Scenario> CnpgScenarios(const GeneratorSettings& settings) {
  const std::string n = StoryNamespace(settings);
  std::vector<Scenario> all = Operator(n);
  for (const std::vector<Scenario>& part :
       {Archive(settings, n), DisasterRecovery(settings, n), Drills(settings, n)})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace lastgood
