#include "rules/groups/loki.h"

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

constexpr Labels kByNamespace{Label::kCluster, Label::kNamespace};
const FixedLabels kLoki = {{"system", systems::kLoki}};

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

Alert Discarding(const GeneratorSettings& settings) {
  const auto discarded = WorthTelling(settings, Of(kLokiDiscarded));
  const auto rate = By < kByNamespace | Labels{Label::kReason} > ("sum", Fn("rate", Over(discarded, "15m")));
  return Alerting(alerts::kLokiDiscardingLogs, Severity::kWarning,
                  UnlessAny(rate, Of(catalog::kLogsDiscarded)) > Num(settings.discarded_rate), minutes(15),
                  {"Loki throws entries away.",
                   "Loki in {{ $labels.namespace }} discards {{ $value | humanize }} entries a second: "
                   "{{ $labels.reason }}."},
                  kLoki);
}

Alert IngestionStopped() {
  return Alerting(alerts::kLokiIngestionStopped, Severity::kCritical,
                  UnlessAny(Stopped(kLokiReceived), Of(catalog::kLogsReceived)), minutes(15),
                  {"Loki receives nothing any more.",
                   "Loki in {{ $labels.namespace }} receives nothing; an hour ago it still did."},
                  kLoki);
}

Alert LokiMissing() {
  const auto seen = By<kByNamespace>("count", Fn("count_over_time", Over(Of(kLokiReceived), "1d")));
  return Alerting(
      alerts::kLokiMetricsMissing, Severity::kWarning,
      Unless(seen, On<kByNamespace>(Of(kLokiReceived))) > Num(0), minutes(15),
      {"Loki is not scraped any more, so lost logs would not show.",
       "Loki in {{ $labels.namespace }} is no longer scraped, although it was within the last day."},
      kLoki);
}

Alert FlushFailing() {
  return Alerting(alerts::kLokiFlushFailing, Severity::kWarning,
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
      alerts::kLokiWALDiskFull, Severity::kCritical, Or(failing, full), minutes(5),
      {"The disk of an ingester's WAL is full: writes are refused, or a crash loses what it holds.",
       "An ingester of Loki in {{ $labels.namespace }} has no room for its WAL."},
      kLoki);
}

Alert AlloyDropping() {
  return Alerting(alerts::kAlloyDroppingLogs, Severity::kWarning,
                  By < kByNamespace | Labels{Label::kReason} > ("sum", RateOf(kAlloyDropped)) > Num(0),
                  minutes(15),
                  {"Alloy gives up on log entries that Loki does not take.",
                   "Alloy in {{ $labels.namespace }} drops {{ $value | humanize }} entries a second: "
                   "{{ $labels.reason }}."},
                  kLoki);
}

Alert AlloyStopped() {
  return Alerting(alerts::kAlloySendingStopped, Severity::kWarning, Stopped(kAlloySent), minutes(15),
                  {"Alloy sends no logs any more.",
                   "Alloy in {{ $labels.namespace }} sends nothing; an hour ago it still did."},
                  kLoki);
}

}  // namespace

RuleGroup LokiGroup(const GeneratorSettings& settings) {
  return {"loki-ingestion.rules",
          "Loki 2.9 to 3.7 and Alloy: logs that are lost on their way.",
          {Discarding(settings), IngestionStopped(), LokiMissing(), FlushFailing(), WalDiskFull(),
           AlloyDropping(), AlloyStopped()},
          true};
}

}  // namespace lastgood
