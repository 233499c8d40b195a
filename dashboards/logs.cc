// Logs: whether they still arrive, which stream fell silent, and what Loki throws away.
#include "rules/groups/logs.h"

#include "dashboards/judgement.h"
#include "dashboards/logs.h"
#include "dashboards/parts.h"
#include "dashboards/tables.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"
#include "rules/groups/loki.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

const char* const kNoLoki = "no Loki is read";
constexpr Labels kByLogs{Label::kCluster, Label::kLogs};
constexpr Labels kByTarget = kByLogs | Labels{Label::kTarget};

auto NewestEntry() { return By<kByStream>("max", Of(kLogsNewestEntry)); }
auto StreamDeadline() { return By<kByStream>("max", Of(kLogsStreamDeadline)); }

// Two replicas pass the same counters through.
template <Labels kBy, typename Counter>
auto RateOf(const Counter& counter) {
  return By<kBy>("sum", By < kBy | kByTarget > ("max", Fn("rate", Over(Of(counter), kRateInterval))));
}

std::vector<Panel> Tiles() {
  const auto ready = By<kByLogs>("max", Of(kLogsReady));
  const auto late = StreamDeadline() < By<kByStream>("max", Of(kLogsStreamChecked));
  const auto silent = Or(By<Labels{}>("count", late), Num(0) * By<Labels{}>("count", StreamDeadline()));
  Panel received = Tile({6, 4}, "Received", "Bytes of logs that Loki receives now, as it counts them.",
                        Last(By<Labels{}>("sum", RateOf<kByLogs>(kLogsReceived))), color::kNeutral,
                        {alerts::kLogsIngestionDown});
  received.unit = unit::kBytesPerSecond;
  received.thresholds = {{std::nullopt, color::kNeutral}};
  Panel discarded = Tile({6, 4}, "Discarded", "Entries that Loki throws away now.",
                         Last(By<Labels{}>("sum", RateOf<kByLogs>(kLogsDiscarded))), color::kCritical,
                         {alerts::kLogsDiscarded});
  discarded.unit = unit::kPerSecond;
  discarded.thresholds[1].from = 0.001;
  return {Tile({6, 4}, "Silent streams", "Expected streams without a new entry for longer than is allowed.",
               Last(silent), color::kCritical, {alerts::kLogsSilent}),
          Tile({6, 4}, "Loki not ready", "Loki instances that say that they are not ready.",
               Last(Or(By<Labels{}>("count", ready == Num(0)), Num(0) * By<Labels{}>("count", ready))),
               color::kCritical, {alerts::kLogsIngestionDown}),
          std::move(discarded), std::move(received)};
}

Panel StreamTable() {
  std::vector<Query> queries = {DueIn(StreamDeadline() - Now()), LateBy(StreamDeadline() - Now()),
                                Last(Now() - NewestEntry()),
                                Last(Now() - By<kByStream>("max", Of(kLogsStreamChecked)))};
  std::vector<Column> columns = {TextColumn(Label::kLogs, "Loki", 140), TextColumn(Label::kStream, "Stream")};
  columns = Joined(Joined(columns, DueColumns(0, "Must speak, in")),
                   {AgeColumn(2, "Newest entry, ago"), AgeColumn(3, "Last asked, ago")});
  Panel panel =
      MakeTable({12, 8}, "Expected streams",
                "When each stream last had an entry, and how long it may stay silent from now on, or "
                "for how much longer it has been silent than it may.",
                "no stream is expected; name some under logs.expect", std::move(queries), std::move(columns),
                "Newest entry, ago");
  panel.alerts = {alerts::kLogsSilent};
  return panel;
}

std::vector<Panel> Rates() {
  constexpr Labels kReasons = kByLogs | Labels{Label::kReason};
  const auto by_namespace = By < kByLogs | Labels{Label::kNamespace} > ("max", Of(kLogsWindowSize));
  const auto window = ManyOn<kByLogs>(By<kByLogs>("max", Of(kLogsWindow)));
  Panel spaces =
      Lines({12, 8}, "Logs by namespace",
            "Bytes a second of each namespace over Loki's window, from its index; the 20 largest. A "
            "line that ends is a namespace that fell silent.",
            unit::kBytesPerSecond, kNoLoki, History(Top(20, by_namespace / window), "{{namespace}}"));
  Panel discarded =
      Lines({12, 8}, "Discarded, by reason", "Entries that Loki throws away, by its own reasons.",
            unit::kPerSecond, "no counters are passed through; name instances under logs.metrics",
            History(RateOf<kReasons>(kLogsDiscarded), "{{logs}} {{reason}}"));
  discarded.alerts = {alerts::kLogsDiscarded};
  return {std::move(spaces),
          Lines({12, 8}, "Received over time", "Bytes a second that Loki receives, as it counts them.",
                unit::kBytesPerSecond, "no counters are passed through; name instances under logs.metrics",
                History(RateOf<kByLogs>(kLogsReceived), "{{logs}}")),
          std::move(discarded)};
}

// Where Loki and Alloy are scraped too.
std::vector<Panel> OwnMetrics() {
  constexpr Labels kBySpace{Label::kCluster, Label::kNamespace};
  constexpr Labels kByReason = kBySpace | Labels{Label::kReason};
  const auto failures = Fn("rate", Over(Of(external::kLokiFlushFailed), kRateInterval));
  const auto dropped = Fn("rate", Over(Of(external::kAlloyDropped), kRateInterval));
  return {Heading("From Loki's and Alloy's own metrics, and from the logs themselves"),
          Lines({12, 8}, "Failed flushes", "Chunks that ingesters could not write to the object store.",
                unit::kPerSecond, "Loki's own metrics are not scraped",
                OfRawSystems(History(By<kBySpace>("sum", failures), "{{namespace}}"))),
          Lines({12, 8}, "Dropped by Alloy", "Entries that never reached Loki, by reason.", unit::kPerSecond,
                "Alloy's own metrics are not scraped",
                OfRawSystems(History(By<kByReason>("sum", dropped), "{{namespace}} {{reason}}")))};
}

Panel NewestLines() {
  Query query;
  query.logql = "{namespace=~\"$namespace\"}";
  query.range = true;
  return MakePanel(PanelType::kLogs, {24, 10}, "Newest lines",
                   "What arrives now from the chosen namespaces: the quickest proof that logs flow.",
                   unit::kText, "no lines in this time", {std::move(query)});
}

}  // namespace

Dashboard LogsDashboard(const GeneratorSettings& settings) {
  Dashboard dashboard{std::string(dashboard_names::kLogs), "Logs",
                      "Whether logs still arrive, and what is lost of them."};
  dashboard.panels = Tiles();
  dashboard.panels.push_back(StreamTable());
  for (Panel& panel : Rates()) dashboard.panels.push_back(std::move(panel));
  for (Panel& panel : OwnMetrics()) dashboard.panels.push_back(std::move(panel));
  dashboard.panels.push_back(NewestLines());
  // Loki refuses a selector that matches everything, and no log is without a namespace.
  dashboard.variables = {{"namespace", "Namespace", Label::kNamespace, Of(kLogsWindowSize).node, ".+"}};
  dashboard.alerts = AlertNames({LogsGroup(settings), LokiGroup(settings)});
  dashboard.logs = true;
  return dashboard;
}

}  // namespace lastgood
