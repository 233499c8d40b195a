#include "rules/groups/host_jobs.h"

#include <fmt/format.h>

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/groups.h"
#include "rules/groups/raw_series.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace external;
using std::chrono::minutes;

const FixedLabels kHost = {{"system", systems::kHost}};

// A job's own name is `job` where honor_labels is set and `exported_job` where it is not.
// The worst of what bears one name counts: another host's success, or another database's, must not hide a
// failure.
constexpr Labels kByHostJob{Label::kCluster, Label::kJob, Label::kExportedJob, Label::kInstance};
constexpr std::string_view kHostJob =
    "{{ if $labels.exported_job }}{{ $labels.exported_job }}{{ else }}{{ $labels.job }}{{ end }}";

Alert HostFailed() {
  return Alerting(alerts::kBackupFailed, Severity::kWarning,
                  By<kByHostJob>("min", Of(kHostSuccess)) == Num(0), minutes(5),
                  {"The newest run of a backup job failed.",
                   fmt::format("Job {} on {{{{ $labels.instance }}}} failed.", kHostJob)},
                  kHost);
}

Alert HostStale(Severity severity, Duration limit) {
  const auto age = Now() - By<kByHostJob>("min", Of(kHostTimestamp));
  return Alerting(
      alerts::kBackupStale, severity, age > Num(std::chrono::duration<double>(limit).count()), minutes(5),
      {"A backup job has not reported lately.",
       fmt::format(
           "Job {} on {{{{ $labels.instance }}}} last reported {{{{ $value | humanizeDuration }}}} ago.",
           kHostJob)},
      kHost);
}

Alert OciNearLimit(Severity severity, double fraction) {
  constexpr Labels kBucketJob{Label::kCluster, Label::kJob};
  const auto used = By<kBucketJob>("sum", Of(kOciBucketSize)) / By<kBucketJob>("max", Of(kOciBucketLimit));
  return Alerting(alerts::kOCIBucketNearLimit, severity, used >= Num(fraction), minutes(15),
                  {"Backups fail when the bucket reaches its limit.",
                   "The bucket of {{ $labels.job }} is {{ $value | humanizePercentage }} full."},
                  kHost);
}

}  // namespace

RuleGroup HostJobsGroup(const GeneratorSettings& settings) {
  return {"host-backup.rules",
          "What host jobs push, or leave in text files, under the names that home labs use.",
          {HostFailed(), HostStale(Severity::kWarning, settings.fallback_max_age),
           HostStale(Severity::kCritical, settings.fallback_critical_age),
           OciNearLimit(Severity::kWarning, settings.thresholds.bucket_warning),
           OciNearLimit(Severity::kCritical, settings.thresholds.bucket_critical)},
          true};
}

}  // namespace lastgood
