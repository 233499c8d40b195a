// Loki and Alloy, Longhorn, Velero and host jobs by their own series. Where lastgood's own collector tells of
// the same, it is the one that pages.
#include <fmt/format.h>

#include "catalog/catalog.h"
#include "rules/groups/groups.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace external;
using std::chrono::minutes;
using FixedLabels = std::vector<std::pair<std::string, std::string>>;

constexpr Labels kByNamespace{Label::kNamespace};
const FixedLabels kLoki = {{"system", "loki"}}, kLonghorn = {{"system", "longhorn"}},
                  kVelero = {{"system", "velero"}}, kHost = {{"system", "host"}};

// on(): any series of `told` is enough.
template <Labels L, Labels R>
Vector<L> UnlessAny(const Vector<L>& raw, const Vector<R>& told) {
  return Unless(raw, On<Labels{}>(told));
}

template <Labels kLabels>
Vector<kLabels | kTargetLabels> RateOf(const External<kLabels>& counter, const std::string& offset = "") {
  return Fn("rate", Over(Of(counter), "15m", offset));
}

// Something came an hour ago and nothing comes now.
template <Labels kLabels>
auto Stopped(const External<kLabels>& counter) {
  const auto now = By<kByNamespace>("sum", RateOf(counter));
  return And(now == Num(0), By<kByNamespace>("sum", RateOf(counter, "1h")) > Num(0));
}

Alert Discarding() {
  const auto rate = By < kByNamespace | Labels{Label::kReason} > ("sum", RateOf(kLokiDiscarded));
  return Alerting("LokiDiscardingLogs", Severity::kWarning,
                  UnlessAny(rate, Of(catalog::kLogsDiscarded)) > Num(0), minutes(15),
                  {"Loki throws entries away.",
                   "Loki in {{ $labels.namespace }} discards {{ $value | humanize }} entries a second: "
                   "{{ $labels.reason }}."},
                  kLoki);
}

Alert IngestionStopped() {
  return Alerting("LokiIngestionStopped", Severity::kCritical,
                  UnlessAny(Stopped(kLokiReceived), Of(catalog::kLogsReceived)), minutes(15),
                  {"Loki receives nothing any more.",
                   "Loki in {{ $labels.namespace }} receives nothing; an hour ago it still did."},
                  kLoki);
}

Alert LokiMissing() {
  const auto seen = By<kByNamespace>("count", Fn("count_over_time", Over(Of(kLokiReceived), "1d")));
  return Alerting(
      "LokiMetricsMissing", Severity::kWarning, Unless(seen, On<kByNamespace>(Of(kLokiReceived))) > Num(0),
      minutes(15),
      {"Loki is not scraped any more, so lost logs would not show.",
       "Loki in {{ $labels.namespace }} is no longer scraped, although it was within the last day."},
      kLoki);
}

Alert FlushFailing() {
  return Alerting("LokiFlushFailing", Severity::kWarning,
                  By<kByNamespace>("sum", RateOf(kLokiFlushFailed)) > Num(0), minutes(15),
                  {"Loki cannot write chunks to its storage: they are lost when an ingester dies.",
                   "Loki in {{ $labels.namespace }} fails to flush {{ $value | humanize }} chunks a second."},
                  kLoki);
}

// The counter moves when a write fails, or once when writes begin to be refused; the gauge stays up.
Alert WalDiskFull() {
  const auto failing = By<kByNamespace>("sum", RateOf(kLokiWalDiskFull)) > Num(0);
  const auto full = By<kByNamespace>("max", Of(kLokiWalDiskUsage)) > Num(0.9);
  return Alerting(
      "LokiWALDiskFull", Severity::kCritical, Or(failing, full), minutes(5),
      {"The disk of an ingester's WAL is full: writes are refused, or a crash loses what it holds.",
       "An ingester of Loki in {{ $labels.namespace }} has no room for its WAL."},
      kLoki);
}

Alert AlloyDropping() {
  return Alerting("AlloyDroppingLogs", Severity::kWarning,
                  By < kByNamespace | Labels{Label::kReason} > ("sum", RateOf(kAlloyDropped)) > Num(0),
                  minutes(15),
                  {"Alloy gives up on log entries that Loki does not take.",
                   "Alloy in {{ $labels.namespace }} drops {{ $value | humanize }} entries a second: "
                   "{{ $labels.reason }}."},
                  kLoki);
}

Alert AlloyStopped() {
  return Alerting("AlloySendingStopped", Severity::kWarning, Stopped(kAlloySent), minutes(15),
                  {"Alloy sends no logs any more.",
                   "Alloy in {{ $labels.namespace }} sends nothing; an hour ago it still did."},
                  kLoki);
}

Alert VolumeFaulted() {
  constexpr Labels kByVolume{Label::kVolume};
  const auto since_111 = Where<Label::kState>(Of(kLonghornRobustness), "=", "faulted") == Num(1);
  const auto before = Where<Label::kState>(Of(kLonghornRobustness), "=", "") == Num(3);
  const auto faulted = By<kByVolume>("max", Or(since_111, before));
  return Alerting(
      "LonghornVolumeFaulted", Severity::kCritical,
      UnlessAny(faulted, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", "longhorn")) > Num(0),
      minutes(5),
      {"A volume has lost every replica, and cannot be backed up.",
       "Volume {{ $labels.volume }} is faulted."},
      kLonghorn);
}

Alert BackupError() {
  constexpr Labels kByBackup{Label::kVolume, Label::kBackup};
  const auto error = By<kByBackup>("max", Of(kLonghornBackupState) == Num(4));
  return Alerting("LonghornBackupFailed", Severity::kWarning,
                  UnlessAny(error, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", "longhorn")) > Num(0),
                  minutes(5),
                  {"A Longhorn backup ended in an error.",
                   "Backup {{ $labels.backup }} of volume {{ $labels.volume }} failed."},
                  kLonghorn);
}

Alert VeleroFailed() {
  constexpr Labels kBySchedule{Label::kSchedule};
  const auto increase = [](const auto& counter) { return Fn("increase", Over(Of(counter), "1h")); };
  const auto sum = [&](const auto& counter) { return By<kBySchedule>("sum", increase(counter) > Num(0)); };
  const auto failed = Or(Or(sum(kVeleroFailed), sum(kVeleroPartial)), sum(kVeleroInvalid));
  return Alerting(
      "VeleroBackupFailed", Severity::kWarning,
      UnlessAny(failed, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", "velero")) > Num(0), minutes(5),
      {"A Velero backup failed, or only part of it succeeded.",
       "Schedule {{ $labels.schedule }} had {{ $value | humanize }} bad backups in the last hour."},
      kVelero);
}

Alert VeleroStale(const GeneratorSettings& settings) {
  constexpr Labels kBySchedule{Label::kSchedule};
  const auto last =
      By<kBySchedule>("max", Where<Label::kSchedule>(Of(kVeleroLastSuccess), "!=", "") > Num(0));
  const double limit = std::chrono::duration<double>(settings.fallback_max_age).count();
  return Alerting(
      "VeleroNoRecentBackup", Severity::kWarning,
      UnlessAny(Now() - last, Where<Label::kSystem>(Of(catalog::kObjectInfo), "=", "velero")) > Num(limit),
      minutes(15),
      {"A Velero schedule has had no good backup lately.",
       "Schedule {{ $labels.schedule }} last succeeded {{ $value | humanizeDuration }} ago."},
      kVelero);
}

// A job's own name is `job` where honor_labels is set and `exported_job` where it is not.
constexpr Labels kByHostJob{Label::kCluster, Label::kJob, Label::kExportedJob};
constexpr std::string_view kHostJob =
    "{{ if $labels.exported_job }}{{ $labels.exported_job }}{{ else }}{{ $labels.job }}{{ end }}";

Alert HostFailed() {
  return Alerting("BackupFailed", Severity::kWarning, By<kByHostJob>("max", Of(kHostSuccess)) == Num(0),
                  minutes(5),
                  {"The newest run of a backup job failed.", fmt::format("Job {} failed.", kHostJob)}, kHost);
}

Alert HostStale(Severity severity, Duration limit) {
  const auto age = Now() - By<kByHostJob>("max", Of(kHostTimestamp));
  return Alerting("BackupStale", severity, age > Num(std::chrono::duration<double>(limit).count()),
                  minutes(5),
                  {"A backup job has not reported lately.",
                   fmt::format("Job {} last reported {{{{ $value | humanizeDuration }}}} ago.", kHostJob)},
                  kHost);
}

Alert OciNearLimit(Severity severity, double fraction) {
  constexpr Labels kBucketJob{Label::kCluster, Label::kJob};
  const auto used = By<kBucketJob>("sum", Of(kOciBucketSize)) / By<kBucketJob>("max", Of(kOciBucketLimit));
  return Alerting("OCIBucketNearLimit", severity, used >= Num(fraction), minutes(15),
                  {"Backups fail when the bucket reaches its limit.",
                   "The bucket of {{ $labels.job }} is {{ $value | humanizePercentage }} full."},
                  kHost);
}

}  // namespace

RuleGroup LokiGroup(const GeneratorSettings&) {
  return {"loki-ingestion.rules",
          "Loki 2.9 to 3.7 and Alloy: logs that are lost on their way.",
          {Discarding(), IngestionStopped(), LokiMissing(), FlushFailing(), WalDiskFull(), AlloyDropping(),
           AlloyStopped()},
          true};
}

RuleGroup LonghornGroup(const GeneratorSettings&) {
  return {"longhorn-backup.rules", "Longhorn's own series.", {VolumeFaulted(), BackupError()}, true};
}

RuleGroup VeleroGroup(const GeneratorSettings& settings) {
  return {"velero-backup.rules", "Velero's own series.", {VeleroFailed(), VeleroStale(settings)}, true};
}

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
