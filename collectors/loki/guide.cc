#include "collectors/loki/guide.h"

#include "model/names.h"

namespace lastgood {
namespace {

std::vector<SourceGuide::Cause> LokiCauses() {
  return {
      {alerts::kCollectorFailing,
       "Loki wants a tenant (`no org id`) or credentials, or a gateway before it does not pass the request "
       "on."},
      {alerts::kLogsSilent,
       "`max_silence` is shorter than the workload's own rhythm, or an entry came late with an old "
       "timestamp."},
  };
}

std::vector<SourceGuide::Step> LokiLook() {
  return {
      {{alerts::kCollectorFailing}, "what Loki answers, as lastgood asks it", "lastgood check --system loki"},
  };
}

std::vector<SourceGuide::Step> LokiFix() { return {}; }

std::vector<KnownElsewhere> LokiElsewhere() {
  return {
      {"LokiRequestErrors, LokiRequestPanics, LokiRequestLatency",
       "Loki's mixin",
       {},
       "Not covered, and not meant to be: they tell of requests, reads included, that Loki answers badly. "
       "Keep the mixin. What is lost on the way in is here: LogsDiscarded, LogsIngestionDown, "
       "LokiFlushFailing."},
      {"LokiTooManyCompactorsRunning, LokiCompactorHasNotSuccessfullyRunCompaction",
       "Loki's mixin",
       {},
       "Upkeep of Loki's index: keep the mixin."},
      {"LokiDown, LokiIngesterNotReady",
       "cluster repositories",
       {alerts::kLogsIngestionDown, alerts::kLokiMetricsMissing},
       "Whether logs are taken in is what counts, not whether one pod is ready."},
      {"absent_over_time on a log stream",
       "Loki's ruler",
       {alerts::kLogsSilent},
       "absent_over_time cannot say which stream is silent, nor since when."},
  };
}

}  // namespace

std::vector<SourceGuide> LokiGuides() {
  return {
      {.system = systems::kLoki,
       .causes = LokiCauses(),
       .look = LokiLook(),
       .fix = LokiFix(),
       .elsewhere = LokiElsewhere(),
       .config_row = "| `logs.<name>` | [a Loki](../collectors/loki/README.md) |",
       .coverage_row = ""},
  };
}

}  // namespace lastgood
