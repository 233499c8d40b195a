// Stories told by the series of Loki, Alloy, Longhorn, Velero and host jobs.
#include <fmt/format.h>

#include <cmath>

#include "catalog/catalog.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

using namespace external;
using catalog::kObjectInfo;

constexpr std::chrono::minutes kHour(60);

Scenario Loki(const char* alert, const char* title, const std::string& name_space) {
  return Scenario(alert, title,
                  {{Label::kJob, "loki"}, {Label::kNamespace, name_space}, {Label::kReason, "rate_limited"}});
}

std::vector<Scenario> Logs(const std::string& n) {
  const LabelValues told = {{Label::kJob, "lastgood"}, {Label::kLogs, "main"}, {Label::kTarget, "loki-0"}};
  return {
      Loki("LokiDiscardingLogs", "fires while entries are thrown away", n)
          .Given(kLokiDiscarded, "0x10 60+60x30 1860x90")
          .Fires(Severity::kWarning, 11, 56),
      Loki("LokiDiscardingLogs", "silent where lastgood tells of it", n)
          .Given(kLokiDiscarded, "0+60x90")
          .Given(catalog::kLogsDiscarded, "0x90", told)
          .Silent(90),
      Loki("LokiDiscardingLogs", "silent when a counter starts anew", n)
          .Given(kLokiDiscarded, "500x20 0x90")
          .Silent(90),
      Loki("LokiIngestionStopped", "fires when nothing arrives any more, until something does", n)
          .Given(kLokiReceived, "0+6000x80 480000x35 486000+6000x100")
          .Fires(Severity::kCritical, 95, 117),
      Loki("LokiIngestionStopped", "silent when a counter starts anew", n)
          .Given(kLokiReceived, "0+6000x80 0+6000x110")
          .Silent(190),
      Loki("LokiMetricsMissing", "fires when the series end, until they are back", n)
          .Given(kLokiReceived, "0+1x10 stale _x29 0+1x90")
          .Fires(Severity::kWarning, 11, 41),
      Loki("LokiMetricsMissing", "silent while there are some", n).Given(kLokiReceived, "0+1x90").Silent(90),
      Loki("LokiFlushFailing", "fires while chunks cannot be written", n)
          .Given(kLokiFlushFailed, "0x10 1+1x30 31x90")
          .Fires(Severity::kWarning, 11, 56),
      Loki("LokiFlushFailing", "silent when a counter starts anew", n)
          .Given(kLokiFlushFailed, "9x20 0x90")
          .Silent(90),
      Loki("LokiWALDiskFull", "fires while the disk is full", n)
          .Given(kLokiWalDiskFull, "0x10 1+1x30 31x90")
          .Fires(Severity::kCritical, 11, 56),
      Loki("LokiWALDiskFull", "fires while the disk stays full", n)
          .Given(kLokiWalDiskUsage, "0.5x10 0.95x30 0.5x90")
          .Fires(Severity::kCritical, 11, 42),
      Loki("LokiWALDiskFull", "silent without failures", n).Given(kLokiWalDiskFull, "3x90").Silent(90),
      Loki("AlloyDroppingLogs", "fires while entries are dropped", n)
          .Given(kAlloyDropped, "0x10 60+60x30 1860x90")
          .Fires(Severity::kWarning, 11, 56),
      Loki("AlloyDroppingLogs", "silent without drops", n).Given(kAlloyDropped, "7x90").Silent(90),
      Loki("AlloySendingStopped", "fires when nothing is sent any more, until something is", n)
          .Given(kAlloySent, "0+6000x80 480000x35 486000+6000x100")
          .Fires(Severity::kWarning, 95, 117),
      Loki("AlloySendingStopped", "silent when nothing was ever sent", n)
          .Given(kAlloySent, "0x190")
          .Silent(190),
  };
}

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
      Scenario("LonghornVolumeFaulted", "fires by Longhorn 1.11's series of each state", Volume())
          .Given(kLonghornRobustness, "0x10 1x30 0x90", {{Label::kState, "faulted"}})
          .Fires(Severity::kCritical, 11, 42),
      Scenario("LonghornVolumeFaulted", "fires by Longhorn 1.10's number", Volume())
          .Given(kLonghornRobustness, "1x10 3x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      Scenario("LonghornVolumeFaulted", "silent where lastgood reads Longhorn", Volume())
          .Given(kLonghornRobustness, "3x90")
          .Given(kObjectInfo, "1x90", Told(n, "longhorn"))
          .Silent(90),
      Scenario("LonghornBackupFailed", "fires while a backup is in state Error", Volume())
          .Given(kLonghornBackupState, "2x10 4x30 stale")
          .Fires(Severity::kWarning, 11, 42),
      Scenario("LonghornBackupFailed", "silent for a completed one", Volume())
          .Given(kLonghornBackupState, "3x90")
          .Silent(90),
      Scenario("VeleroBackupFailed", "fires for an hour after a bad backup", velero)
          .Given(kVeleroPartial, "0x10 1x190")
          .Fires(Severity::kWarning, 11, 71),
      Scenario("VeleroBackupFailed", "silent when a counter starts anew", velero)
          .Given(kVeleroFailed, "5x20 0x90")
          .Silent(90),
      Scenario("VeleroNoRecentBackup", "fires when it is too old, until a good backup", velero)
          .Every(kHour)
          .Given(kVeleroLastSuccess, old.values)
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario("VeleroNoRecentBackup", "silent for backups without a schedule", velero)
          .Every(kHour)
          .Given(kVeleroLastSuccess, "60x90", {{Label::kSchedule, ""}})
          .Silent(90),
  };
}

std::vector<Scenario> HostJobs(const GeneratorSettings& settings) {
  const Thresholds& thresholds = settings.thresholds;
  const Standstill old = StandingStill(settings.fallback_max_age),
                   older = StandingStill(settings.fallback_critical_age);
  const LabelValues job = {{Label::kJob, "restic-host"}}, bucket = {{Label::kJob, "oci"}};
  const LabelValues velero = {{Label::kPrefix, "velero/"}}, dumps = {{Label::kPrefix, "pg-dump/"}};
  return {
      Scenario("BackupFailed", "fires after a failed run, until a good one", job)
          .Given(kHostSuccess, "1x10 0x30 1x90")
          .Fires(Severity::kWarning, 11, 42),
      Scenario("BackupFailed", "silent after a good run", job).Given(kHostSuccess, "1x90").Silent(90),
      Scenario("BackupStale", "warns when its job has not run for too long", job)
          .Every(kHour)
          .Given(kHostTimestamp, old.values)
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario("BackupStale", "is critical later, also by a Pushgateway that never forgets", job)
          .Every(kHour)
          .Given(kHostTimestamp, older.values)
          .Fires(Severity::kCritical, older.from, older.until)
          .Also("BackupStale", Severity::kWarning),
      Scenario("BackupStale", "silent for a job that runs every day", job)
          .Every(kHour)
          .Given(kHostTimestamp, "0x23 86400x23 172800x23 259200x23")
          .Silent(95),
      Scenario("OCIBucketNearLimit", "warns when all prefixes together are near the limit", bucket)
          .Given(kOciBucketSize, Reaching(thresholds.bucket_warning, 40), velero)
          .Given(kOciBucketSize, "40x140", dumps)
          .Given(kOciBucketLimit, "100x140")
          .Fires(Severity::kWarning, 11, 42),
      Scenario("OCIBucketNearLimit", "is critical nearer to it", bucket)
          .Given(kOciBucketSize,
                 fmt::format("10x10 {}x30 10x90", std::lround(100 * thresholds.bucket_critical) - 40), velero)
          .Given(kOciBucketSize, "40x140", dumps)
          .Given(kOciBucketLimit, "100x140")
          .Fires(Severity::kCritical, 11, 42)
          .Also("OCIBucketNearLimit", Severity::kWarning),
      Scenario("OCIBucketNearLimit", "silent without a limit", bucket)
          .Given(kOciBucketSize, "99x90", velero)
          .Silent(90),
  };
}

}  // namespace

std::vector<Scenario> OthersScenarios(const GeneratorSettings& settings) {
  const std::string n = StoryNamespace(settings);
  std::vector<Scenario> all = Logs(n);
  for (Scenario& scenario : Systems(settings, n)) all.push_back(std::move(scenario));
  for (Scenario& scenario : HostJobs(settings)) all.push_back(std::move(scenario));
  return all;
}

}  // namespace lastgood
