// Logs, from lastgood's own metrics.
#include "rules/groups/logs.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/groups/groups.h"
#include "rules/groups/raw_series.h"
#include "rules/groups/records.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

constexpr Labels kByLogs{Label::kCluster, Label::kLogs};
constexpr Labels kByTarget = kByLogs | Labels{Label::kTarget};

Alert Silent() {
  const auto late = And(Now() - (Of(kLogsStreamDeadline) < Of(kLogsStreamChecked)), FreshestStream());
  return Alerting(alerts::kLogsSilent, Severity::kWarning, By<kByStream>("max", late) > Num(0), minutes(5),
                  {"An expected log stream has no new entries.",
                   "Stream {{ $labels.stream }} of {{ $labels.logs }} has been silent "
                   "{{ $value | humanizeDuration }} longer than it may."},
                  {{"system", systems::kLoki}});
}

// Two replicas pass the same counters through.
template <typename Counter>
auto RateOf(const Counter& counter, const std::string& offset = "") {
  return Fn("rate", Over(Of(counter), "15m", offset));
}

Alert Discarded(const GeneratorSettings& settings) {
  constexpr Labels kReasons = kByLogs | Labels{Label::kReason};
  const auto once =
      By < kByTarget |
      Labels{Label::kReason} > ("max", Fn("rate", Over(WorthTelling(settings, Of(kLogsDiscarded)), "15m")));
  return Alerting(
      alerts::kLogsDiscarded, Severity::kWarning, By<kReasons>("sum", once) > Num(settings.discarded_rate),
      minutes(15),
      {"Loki throws entries away.",
       "{{ $labels.logs }} discards {{ $value | humanize }} entries a second: {{ $labels.reason }}."},
      {{"system", systems::kLoki}});
}

// Not ready, or nothing arrives any more although something did an hour ago.
Alert IngestionDown() {
  const auto reader = Relabel<Label::kLogs, Label::kSource>(
      Where<Label::kCollector>(FreshestCollector(), "=", systems::kLoki));
  const auto not_ready =
      By<kByLogs>("max", And(Of(kLogsReady) == Num(0), On < kTargetLabels | Labels{Label::kLogs} > (reader)));
  const auto now = By<kByLogs>("sum", By<kByTarget>("max", RateOf(kLogsReceived)));
  const auto before = By<kByLogs>("sum", By<kByTarget>("max", RateOf(kLogsReceived, "1h")));
  return Alerting(alerts::kLogsIngestionDown, Severity::kCritical,
                  Or(not_ready == Num(0), And(now == Num(0), before > Num(0))), minutes(15),
                  {"Logs are not taken in.",
                   "{{ $labels.logs }} is not ready, or receives nothing although an hour ago it did."},
                  {{"system", systems::kLoki}});
}

}  // namespace

RuleGroup LogsGroup(const GeneratorSettings& settings) {
  return {
      "lastgood-logs.rules", "Logs that must keep coming.", {Silent(), Discarded(settings), IngestionDown()}};
}

}  // namespace lastgood
