// Stories about logs, and about lastgood itself.
#include "rules/stories/self.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "model/names.h"
#include "rules/stories/scenario.h"

namespace lastgood {
namespace {

using namespace catalog;

constexpr const char* kNow = "0+60x200";
const LabelValues kReplica = {{Label::kInstance, "b"}};

Scenario Stream(const char* title) {
  return Scenario(alerts::kLogsSilent, title, {{Label::kLogs, "main"}, {Label::kStream, "app"}});
}
Scenario Loki(AlertName alert, const char* title) {
  return Scenario(alert, title, {{Label::kLogs, "main"}, {Label::kTarget, "loki-0"}});
}
const LabelValues kLokiCollector = {{Label::kCollector, systems::kLoki}, {Label::kSource, "main"}};

Scenario Collector(AlertName alert, const char* title) {
  Scenario scenario(alert, title,
                    {{Label::kCollector, systems::kCnpg}, {Label::kSource, systems::kKubernetes}});
  scenario.Given(kCollectorInterval, "60x200");
  return scenario;
}
Scenario Process(AlertName alert, const char* title) { return Scenario(alert, title, {}); }

std::vector<Scenario> Collectors() {
  return {
      Collector(alerts::kCollectorFailing,
                "fires after three intervals without a good pass, until there is one")
          .Given(kCollectorStarted, "0x200")
          .Given(kCollectorLastSuccess, "0+60x10 600x30 2460+60x90")
          .Fires(Severity::kWarning, 14, 42),
      Collector(alerts::kCollectorFailing, "fires when there has been no good pass yet")
          .Given(kCollectorStarted, "0x200")
          .Fires(Severity::kWarning, 4),
      Collector(alerts::kCollectorFailing, "silent while a source that a reload added has its first pass")
          .Given(kCollectorStarted, "_x60 3600x90")
          .Silent(62),
      Collector(alerts::kCollectorFailing, "silent when another replica reads the source")
          .Given(kCollectorStarted, "0x200")
          .Given(kCollectorLastSuccess, "60x200")
          .Given(kCollectorInterval, "60x200", kReplica)
          .Given(kCollectorLastSuccess, kNow, kReplica)
          .Silent(90),
      Collector(alerts::kCollectorFailing, "silent right after a restart")
          .Given(kCollectorStarted, "0x30 1860x90")
          .Given(kCollectorLastSuccess, "0+60x30 _x3 2040+60x90")
          .Silent(90),
      Scenario(alerts::kObjectsUnreadable, "fires while objects cannot be read",
               {{Label::kCollector, systems::kCnpg},
                {Label::kSource, systems::kKubernetes},
                {Label::kReason, "malformed"}})
          .Given(kCollectorProblems, "0x10 2x70 0x90")
          .Fires(Severity::kWarning, 11, 82),
      Scenario(alerts::kObjectsUnreadable, "silent without problems",
               {{Label::kCollector, systems::kCnpg},
                {Label::kSource, systems::kKubernetes},
                {Label::kReason, "malformed"}})
          .Given(kCollectorProblems, "0x90")
          .Silent(90),
  };
}

}  // namespace

std::vector<Scenario> SelfScenarios(const GeneratorSettings& settings) {
  const std::string n = StoryNamespace(settings);
  std::vector<Scenario> all = {
      Process(alerts::kLastgoodDown, "warns of one instance that cannot be scraped")
          .Given(external::kUp, "1x10 0x30 1x90")
          .Given(external::kUp, "1x150", kReplica)
          .Fires(Severity::kWarning, 11, 42),
      Scenario(alerts::kLastgoodDown, "is critical when no instance can be scraped", {})
          .Given(external::kUp, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42)
          .Also(alerts::kLastgoodDown, Severity::kWarning),
      Process(alerts::kLastgoodDown, "silent while it is up").Given(external::kUp, "1x90").Silent(90),
      Scenario(alerts::kLastgoodAbsent, "fires when there is no target, until there is",
               {{Label::kJob, "lastgood"}})
          .Given(external::kUp, "_x30 1x90")
          .Fires(Severity::kCritical, 0, 30),
      Scenario(alerts::kLastgoodAbsent, "fires for the cluster whose target is gone, though another has one",
               InCluster("far", {{Label::kJob, "lastgood"}}))
          .Given(external::kUp, "1x10 stale _x29 1x90", InCluster("far", {}))
          .Given(external::kUp, "1x140", InCluster("near", {}))
          .Fires(Severity::kCritical, 11, 41),
      Process(alerts::kLastgoodAbsent, "silent while there is a target, even one that is down")
          .Given(external::kUp, "0x90")
          .Silent(90),
      Process(alerts::kLastgoodConfigReloadFailed, "fires after a reload with a mistake, until a good one")
          .Given(kConfigReloadSuccessful, "1x10 0x30 1x90")
          .Fires(Severity::kWarning, 11, 42),
      Process(alerts::kLastgoodConfigReloadFailed, "silent after a good one")
          .Given(kConfigReloadSuccessful, "1x90")
          .Silent(90),
      Process(alerts::kLastgoodLabelsRenamed, "fires when the namespace label was renamed")
          .Given(External<Labels{Label::kExportedNamespace}>("lastgood_object_info", "lastgood"),
                 "1x40 stale", {{Label::kExportedNamespace, n}})
          .Fires(Severity::kWarning, 0, 41),
      Scenario(alerts::kLastgoodLabelsRenamed, "silent with honorLabels", {{Label::kNamespace, n}})
          .Given(kObjectInfo, "1x90")
          .Silent(90),
      Process(alerts::kWatchdog, "always fires").Given(external::kUp, "1x10").Fires(Severity::kNone, 0),
  };
  for (Scenario& scenario : Collectors()) all.push_back(std::move(scenario));
  return all;
}

std::vector<Scenario> LogsScenarios(const GeneratorSettings& settings) {
  const LabelValues reason = {{Label::kReason, DiscardReason(settings)}};
  LabelValues discarding = {{Label::kLogs, "main"}, {Label::kTarget, "loki-0"}, reason.front()};
  return {
      Stream("fires when a stream is silent for longer than it may, until an entry comes")
          .Given(kLogsStreamChecked, kNow)
          .Given(kLogsStreamDeadline, "600x30 86400x90")
          .Fires(Severity::kWarning, 11, 31),
      Stream("silent when Loki stopped answering before the deadline")
          .Given(kLogsStreamChecked, "0+60x8 480x90")
          .Given(kLogsStreamDeadline, "600x90")
          .Silent(90),
      Scenario(alerts::kLogsDiscarded, "fires while entries are thrown away", discarding)
          .Given(kLogsDiscarded, Counting(settings.discarded_rate))
          .Fires(Severity::kWarning, 11, 56),
      Loki(alerts::kLogsDiscarded, "silent when a counter starts anew")
          .Given(kLogsDiscarded, "500x20 0x90", reason)
          .Silent(90),
      Loki(alerts::kLogsIngestionDown, "fires when Loki is not ready, until it is")
          .Given(kCollectorLastSuccess, kNow, kLokiCollector)
          .Given(kLogsReady, "1x10 0x30 1x90")
          .Fires(Severity::kCritical, 11, 42),
      Loki(alerts::kLogsIngestionDown, "fires when nothing arrives any more")
          .Given(kLogsReceived, "0+6000x80 480000x120")
          .Fires(Severity::kCritical, 95),
      Loki(alerts::kLogsIngestionDown, "silent when nothing ever arrived")
          .Given(kLogsReceived, "0x190")
          .Silent(190),
      Loki(alerts::kLogsIngestionDown, "silent when a counter starts anew")
          .Given(kLogsReceived, "0+6000x80 0+6000x110")
          .Silent(190),
  };
}

}  // namespace lastgood
