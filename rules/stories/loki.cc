#include "rules/stories/loki.h"

#include "catalog/catalog.h"
#include "model/alerts.h"

namespace lastgood {
namespace {

using namespace external;

Scenario Loki(AlertName alert, const char* title, const std::string& name_space) {
  return Scenario(alert, title,
                  {{Label::kJob, "loki"}, {Label::kNamespace, name_space}, {Label::kReason, "rate_limited"}});
}

std::vector<Scenario> Discarded(const GeneratorSettings& settings, const std::string& n) {
  const LabelValues told = {{Label::kJob, "lastgood"}, {Label::kLogs, "main"}, {Label::kTarget, "loki-0"}};
  const LabelValues loki = {
      {Label::kJob, "loki"}, {Label::kNamespace, n}, {Label::kReason, DiscardReason(settings)}};
  std::vector<Scenario> stories = {
      Scenario(alerts::kLokiDiscardingLogs, "fires while entries are thrown away", loki)
          .Given(kLokiDiscarded, Counting(settings.discarded_rate))
          .Fires(Severity::kWarning, 11, 56),
      Scenario(alerts::kLokiDiscardingLogs, "fires where lastgood reads the Loki of another cluster",
               InCluster("far", loki))
          .Given(kLokiDiscarded, Counting(settings.discarded_rate), InCluster("far", {}))
          .Given(catalog::kLogsDiscarded, "0x140", InCluster("near", told))
          .Fires(Severity::kWarning, 11, 56),
      Scenario(alerts::kLokiDiscardingLogs, "silent where lastgood tells of it", loki)
          .Given(kLokiDiscarded, Counting(settings.discarded_rate))
          .Given(catalog::kLogsDiscarded, "0x140", told)
          .Silent(90),
      Scenario(alerts::kLokiDiscardingLogs, "silent when a counter starts anew", loki)
          .Given(kLokiDiscarded, "500x20 0x90")
          .Silent(90),
  };
  for (const std::string& reason : settings.discard_reasons_ignored)
    stories.push_back(
        Loki(alerts::kLokiDiscardingLogs, "silent for old lines that an agent sends again and again", n)
            .Given(kLokiDiscarded, Counting(settings.discarded_rate), {{Label::kReason, reason}})
            .Silent(90));
  return stories;
}

std::vector<Scenario> Logs(const std::string& n) {
  return {
      Loki(alerts::kLokiIngestionStopped, "fires when nothing arrives any more, until something does", n)
          .Given(kLokiReceived, "0+6000x80 480000x35 486000+6000x100")
          .Fires(Severity::kCritical, 95, 117),
      Loki(alerts::kLokiIngestionStopped, "silent when a counter starts anew", n)
          .Given(kLokiReceived, "0+6000x80 0+6000x110")
          .Silent(190),
      Loki(alerts::kLokiMetricsMissing, "fires when the series end, until they are back", n)
          .Given(kLokiReceived, "0+1x10 stale _x29 0+1x90")
          .Fires(Severity::kWarning, 11, 41),
      Loki(alerts::kLokiMetricsMissing, "silent while there are some", n)
          .Given(kLokiReceived, "0+1x90")
          .Silent(90),
      Loki(alerts::kLokiFlushFailing, "fires while chunks cannot be written", n)
          .Given(kLokiFlushFailed, "0x10 1+1x30 31x90")
          .Fires(Severity::kWarning, 11, 56),
      Loki(alerts::kLokiFlushFailing, "silent when a counter starts anew", n)
          .Given(kLokiFlushFailed, "9x20 0x90")
          .Silent(90),
      Loki(alerts::kLokiWALDiskFull, "fires while the disk is full", n)
          .Given(kLokiWalDiskFull, "0x10 1+1x30 31x90")
          .Fires(Severity::kCritical, 11, 56),
      Loki(alerts::kLokiWALDiskFull, "fires while the disk stays full", n)
          .Given(kLokiWalDiskUsage, "0.5x10 0.95x30 0.5x90")
          .Fires(Severity::kCritical, 11, 42),
      Loki(alerts::kLokiWALDiskFull, "silent without failures", n).Given(kLokiWalDiskFull, "3x90").Silent(90),
      Loki(alerts::kAlloyDroppingLogs, "fires while entries are dropped", n)
          .Given(kAlloyDropped, "0x10 60+60x30 1860x90")
          .Fires(Severity::kWarning, 11, 56),
      Loki(alerts::kAlloyDroppingLogs, "silent without drops", n).Given(kAlloyDropped, "7x90").Silent(90),
      Loki(alerts::kAlloySendingStopped, "fires when nothing is sent any more, until something is", n)
          .Given(kAlloySent, "0+6000x80 480000x35 486000+6000x100")
          .Fires(Severity::kWarning, 95, 117),
      Loki(alerts::kAlloySendingStopped, "silent when nothing was ever sent", n)
          .Given(kAlloySent, "0x190")
          .Silent(190),
  };
}

}  // namespace

std::vector<Scenario> LokiScenarios(const GeneratorSettings& settings) {
  const std::string n = StoryNamespace(settings);
  std::vector<Scenario> all = Discarded(settings, n);
  for (Scenario& scenario : Logs(n)) all.push_back(std::move(scenario));
  return all;
}

}  // namespace lastgood
