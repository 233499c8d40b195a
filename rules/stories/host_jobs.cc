#include "rules/stories/host_jobs.h"

#include <fmt/format.h>

#include <cmath>

#include "catalog/catalog.h"
#include "model/alerts.h"

namespace lastgood {
namespace {

using namespace external;

constexpr std::chrono::minutes kHour(60);

std::vector<Scenario> HostJobs(const GeneratorSettings& settings) {
  const Thresholds& thresholds = settings.thresholds;
  const Standstill old = StandingStill(settings.fallback_max_age),
                   older = StandingStill(settings.fallback_critical_age);
  const LabelValues job = {{Label::kJob, "restic-host"}}, bucket = {{Label::kJob, "oci"}};
  const LabelValues velero = {{Label::kPrefix, "velero/"}}, dumps = {{Label::kPrefix, "pg-dump/"}};
  return {
      Scenario(alerts::kBackupFailed, "fires after a failed run, until a good one", job)
          .Given(kHostSuccess, "1x10 0x30 1x90")
          .Fires(Severity::kWarning, 11, 42),
      Scenario(alerts::kBackupFailed, "fires although a job of its name succeeds on another host", job)
          .Given(kHostSuccess, "1x10 0x30 1x90")
          .Given(kHostSuccess, "1x140", {{Label::kInstance, "laptop:9100"}})
          .Fires(Severity::kWarning, 11, 42),
      Scenario(alerts::kBackupFailed, "silent after a good run", job).Given(kHostSuccess, "1x90").Silent(90),
      Scenario(alerts::kBackupStale, "warns when its job has not run for too long", job)
          .Every(kHour)
          .Given(kHostTimestamp, old.values)
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kBackupStale, "warns although a job of its name runs on another host", job)
          .Every(kHour)
          .Given(kHostTimestamp, old.values)
          .Given(kHostTimestamp, "0+3600x170", {{Label::kInstance, "laptop:9100"}})
          .Fires(Severity::kWarning, old.from, old.until),
      Scenario(alerts::kBackupStale, "is critical later, also by a Pushgateway that never forgets", job)
          .Every(kHour)
          .Given(kHostTimestamp, older.values)
          .Fires(Severity::kCritical, older.from, older.until)
          .Also(alerts::kBackupStale, Severity::kWarning),
      Scenario(alerts::kBackupStale, "silent for a job that runs every day", job)
          .Every(kHour)
          .Given(kHostTimestamp, "0x23 86400x23 172800x23 259200x23")
          .Silent(95),
      Scenario(alerts::kOCIBucketNearLimit, "warns when all prefixes together are near the limit", bucket)
          .Given(kOciBucketSize, Reaching(thresholds.bucket_warning, 40), velero)
          .Given(kOciBucketSize, "40x140", dumps)
          .Given(kOciBucketLimit, "100x140")
          .Fires(Severity::kWarning, 11, 42),
      Scenario(alerts::kOCIBucketNearLimit, "is critical nearer to it", bucket)
          .Given(kOciBucketSize,
                 fmt::format("10x10 {}x30 10x90", std::lround(100 * thresholds.bucket_critical) - 40), velero)
          .Given(kOciBucketSize, "40x140", dumps)
          .Given(kOciBucketLimit, "100x140")
          .Fires(Severity::kCritical, 11, 42)
          .Also(alerts::kOCIBucketNearLimit, Severity::kWarning),
      Scenario(alerts::kOCIBucketNearLimit, "silent without a limit", bucket)
          .Given(kOciBucketSize, "99x90", velero)
          .Silent(90),
  };
}

}  // namespace

std::vector<Scenario> HostJobScenarios(const GeneratorSettings& settings) { return HostJobs(settings); }

}  // namespace lastgood
