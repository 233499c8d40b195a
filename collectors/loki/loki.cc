#include "collectors/loki/loki.h"

#include "base/destination.h"
#include "collectors/loki/guide.h"
#include "collectors/loki/logs_pass.h"
#include "model/names.h"

namespace lastgood {
namespace {

Collector MakeCollector(LogsPlan plan, const Environment& environment) {
  Collector collector{
      .kind = systems::kLoki, .source = plan.name, .interval = plan.interval, .timeout = plan.timeout};
  collector.place = PlainDestination(plan.loki.url) + ' ' + plan.loki.tenant;
  const auto logs_pass = std::make_shared<LogsPass>(std::move(plan), environment.http, environment.clock);
  collector.initial = logs_pass->Initial();
  collector.collect = [logs_pass](const Pass& pass) { return logs_pass->Run(pass); };
  return collector;
}

}  // namespace

Result<std::vector<Collector>> MakeLokiCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<LogsPlan> plans;
  for (auto& [name, reader] : section.Entries()) plans.push_back(ReadLogsPlan(name, reader));
  LASTGOOD_RETURN_IF_ERROR(section.Finish());
  std::vector<Collector> collectors;
  for (LogsPlan& plan : plans) collectors.push_back(MakeCollector(std::move(plan), environment));
  return collectors;
}

CollectorKind LokiKind() {
  return {.name = systems::kLoki,
          .section = "logs",
          .summary = "whether Loki is ready, which expected streams went silent, and what it discards",
          .reads = {},
          .make = &MakeLokiCollectors,
          .guides = &LokiGuides};
}

}  // namespace lastgood
