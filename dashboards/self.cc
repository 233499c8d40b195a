// lastgood itself: whether it runs, reads its sources, and at what cost.
#include "rules/groups/self.h"

#include "dashboards/judgement.h"
#include "dashboards/parts.h"
#include "dashboards/self.h"
#include "dashboards/tables.h"
#include "model/alerts.h"
#include "model/dashboard_names.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

const char* const kNotScraped = "lastgood is not scraped";
constexpr Labels kByInstance{Label::kCluster, Label::kJob, Label::kInstance};

template <Labels kLabels>
auto OfLastgood(const GeneratorSettings& settings, const External<kLabels>& metric) {
  return Where<Label::kJob>(Of(metric), "=", settings.job);
}

std::vector<Panel> Tiles(const GeneratorSettings& settings) {
  const auto up = OfLastgood(settings, external::kUp);
  const auto success = By<kByCollector>("max", Of(kCollectorSuccess));
  const auto failing = Or(By<Labels{}>("count", success == Num(0)), Num(0) * By<Labels{}>("count", success));
  const auto refused = Or(By<Labels{}>("count", Of(kConfigReloadSuccessful) == Num(0)),
                          Num(0) * By<Labels{}>("count", Of(kConfigReloadSuccessful)));
  Panel running =
      Tile({6, 4}, "Instances up", "Instances of lastgood that Prometheus reaches.",
           Last(By<Labels{}>("sum", up)), color::kGood, {alerts::kLastgoodDown, alerts::kLastgoodAbsent});
  running.thresholds = {{std::nullopt, color::kCritical}, {1, color::kGood}};
  const auto unreadable = By < kByCollector | Labels{Label::kReason} > ("min", Of(kCollectorProblems));
  return {std::move(running),
          Tile({6, 4}, "Sources failing", "Sources whose last reading failed.", Last(failing),
               color::kCritical, {alerts::kCollectorFailing}),
          Tile({6, 4}, "Unreadable objects", "Single objects that could not be read; the rest goes on.",
               Last(By<Labels{}>("sum", unreadable)), color::kWarning, {alerts::kObjectsUnreadable}),
          Tile({6, 4}, "Config refused",
               "Instances whose config has a mistake since the last reload; the old one stays in force.",
               Last(refused), color::kCritical, {alerts::kLastgoodConfigReloadFailed})};
}

Panel SourceTable() {
  std::vector<Query> queries = {Last(By<kByCollector>("max", Of(kCollectorSuccess))),
                                Last(Now() - By<kByCollector>("max", Of(kCollectorLastSuccess))),
                                Last(By<kByCollector>("max", Of(kCollectorInterval))),
                                Last(By<kByCollector>("max", Of(kCollectorDuration))),
                                Last(By<kByCollector>("max", Of(kCollectorObjects))),
                                Last((Now() - By<kByCollector>("max", Of(kCollectorLastSuccess))) /
                                     By<kByCollector>("max", Of(kCollectorInterval)))};
  Column missed{ValueField(5),
                "Of its interval",
                unit::kFraction,
                130,
                {{std::nullopt, color::kText}, {2, color::kWarning}, {3, color::kCritical}}};
  missed.none = "never";
  Column objects{ValueField(4), "Objects", unit::kCount, 120, {{std::nullopt, color::kText}}};
  Panel panel = MakeTable(
      {24, 8}, "Sources",
      "Each source, when it was last read well and how often it should be. Later than three "
      "intervals, CollectorFailing fires.",
      kNotScraped, std::move(queries),
      {YesNoColumn(0, "Last pass", "good", "FAILED"), TextColumn(Label::kCollector, "Collector", 160),
       TextColumn(Label::kSource, "Source"), AgeColumn(1, "Last good pass, ago"), missed,
       AgeColumn(2, "Every"), AgeColumn(3, "Pass took"), objects},
      "Of its interval");
  panel.alerts = {alerts::kCollectorFailing};
  return panel;
}

std::vector<Panel> Passes() {
  constexpr Labels kReasons = kByCollector | Labels{Label::kReason};
  const auto errors = By<kReasons>("max", Fn("rate", Over(Of(kCollectorErrors), kRateInterval))) > Num(0);
  const auto never = Num(0) * By<kReasons>("max", Of(kCollectorErrors));
  const std::string source = "{{collector}} {{source}}";
  return {
      Lines({12, 8}, "Pass duration", "How long reading each source takes, in the background.",
            unit::kSeconds, kNotScraped, History(By<kByCollector>("max", Of(kCollectorDuration)), source)),
      Lines({12, 8}, "Errors", "What could not be read, by source and reason; 0 while all is well.",
            unit::kPerSecond, kNotScraped,
            History(Or(errors, By<kByCollector>("max", never)), source + " {{reason}}"))};
}

std::vector<Panel> Costs(const GeneratorSettings& settings) {
  const auto cpu = Fn("rate", Over(OfLastgood(settings, external::kProcessCpu), kRateInterval));
  return {
      Lines({8, 8}, "Memory", "Resident memory of each instance.", unit::kBytes, kNotScraped,
            History(By<kByInstance>("max", OfLastgood(settings, external::kProcessMemory)), "{{instance}}")),
      Lines({8, 8}, "Processor", "Processor time that each instance uses: 100 % is one core.",
            unit::kFraction, kNotScraped, History(By<kByInstance>("max", cpu), "{{instance}}")),
      Lines(
          {8, 8}, "Scrape duration", "How long Prometheus waits for each instance's metrics.", unit::kSeconds,
          kNotScraped,
          History(By<kByInstance>("max", OfLastgood(settings, external::kScrapeDuration)), "{{instance}}"))};
}

Panel Builds(const GeneratorSettings& settings) {
  constexpr Labels kBuild = kByInstance | Labels{Label::kVersion, Label::kRevision};
  std::vector<Query> queries = {
      Last(By<kBuild>("max", Of(kBuildInfo))), Last(Now() - By<kByInstance>("max", Of(kConfigReloadSuccess))),
      Last(Now() - By<kByInstance>("max", OfLastgood(settings, external::kProcessStart)))};
  return MakeTable({24, 5}, "Instances", "What runs, since when, and since when with its present config.",
                   kNotScraped, std::move(queries),
                   {TextColumn(Label::kInstance, "Instance"), TextColumn(Label::kVersion, "Version", 140),
                    TextColumn(Label::kRevision, "Revision", 140), AgeColumn(1, "Config read, ago"),
                    AgeColumn(2, "Started, ago")},
                   "");
}

}  // namespace

Dashboard SelfDashboard(const GeneratorSettings& settings) {
  Dashboard dashboard{std::string(dashboard_names::kItself), "lastgood itself", "Who watches the watcher."};
  dashboard.panels = Tiles(settings);
  dashboard.panels.push_back(SourceTable());
  for (Panel& panel : Passes()) dashboard.panels.push_back(std::move(panel));
  for (Panel& panel : Costs(settings)) dashboard.panels.push_back(std::move(panel));
  dashboard.panels.push_back(Builds(settings));
  dashboard.alerts = AlertNames({SelfGroup(settings)});
  std::erase(dashboard.alerts, alerts::kWatchdog);
  return dashboard;
}

}  // namespace lastgood
