// lastgood itself: who watches it.
#include "rules/groups/self.h"

#include "catalog/catalog.h"
#include "model/alerts.h"
#include "rules/groups/groups.h"
#include "rules/template_text.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;
using std::chrono::minutes;

constexpr Labels kByJob{Label::kCluster, Label::kJob};

// Since the last good pass; for a collector that never had one, since its process began. Of several replicas
// the best counts.
Alert CollectorFailing() {
  const auto since_success = Now() - Of(kCollectorLastSuccess);
  const auto age = By<kByCollector>("min", Or(since_success, Now() - Of(kCollectorStarted)));
  return Alerting(alerts::kCollectorFailing, Severity::kWarning,
                  age > Num(3) * By<kByCollector>("max", Of(kCollectorInterval)), minutes(5),
                  {"A source cannot be read, so what is known of its backups grows old.",
                   "lastgood cannot read {{ $labels.source }} ({{ $labels.collector }}) for "
                   "{{ $value | humanizeDuration }}; alerts about it stay silent."});
}

Alert ObjectsUnreadable() {
  constexpr Labels kReasons = kByCollector | Labels{Label::kReason};
  return Alerting(
      alerts::kObjectsUnreadable, Severity::kWarning, By<kReasons>("min", Of(kCollectorProblems)) > Num(0),
      minutes(60),
      {"Single objects cannot be read; the rest goes on.",
       "lastgood cannot read {{ $value }} objects of {{ $labels.source }} ({{ $labels.collector }}): "
       "{{ $labels.reason }}."});
}

auto Up(const GeneratorSettings& settings) {
  return Where<Label::kJob>(Of(external::kUp), "=", settings.job);
}

Alert OneDown(const GeneratorSettings& settings) {
  return Alerting(
      alerts::kLastgoodDown, Severity::kWarning, Up(settings) == Num(0), minutes(10),
      {"An instance of lastgood cannot be scraped.", "lastgood at {{ $labels.instance }} is down."});
}

Alert AllDown(const GeneratorSettings& settings) {
  return Alerting(alerts::kLastgoodDown, Severity::kCritical, By<kByJob>("max", Up(settings)) == Num(0),
                  minutes(10),
                  {"No instance of lastgood can be scraped: nobody watches the backups.",
                   "Every instance of {{ $labels.job }} is down."});
}

// absent() is silent while any cluster has one: a target that was there in the last week is missed by
// cluster.
Alert IsAbsent(const GeneratorSettings& settings) {
  const auto seen = By<kByJob>("count", Fn("count_over_time", Over(Up(settings), "7d")));
  const auto gone = Unless(seen, On<kByJob>(Up(settings)));
  return Alerting(alerts::kLastgoodAbsent, Severity::kCritical,
                  Or(gone, Absent<kByJob>(Up(settings))) > Num(0), minutes(15),
                  {"Prometheus has no lastgood to scrape: nobody watches the backups.",
                   "Prometheus has no target with job=\"" + TemplateText(settings.job) + "\"."});
}

Alert ReloadFailed() {
  return Alerting(
      alerts::kLastgoodConfigReloadFailed, Severity::kWarning,
      By<kTargetLabels>("max", Of(kConfigReloadSuccessful)) == Num(0), minutes(5),
      {"The config of lastgood has a mistake; the old one stays in force.",
       "lastgood at {{ $labels.instance }} refused its config; its log says where the mistake is."});
}

constexpr External<Labels{Label::kExportedNamespace}> kRenamedInfo{kObjectInfo.name, "lastgood"};

// Rules that group by namespace find nothing when Prometheus has renamed the label.
Alert LabelsRenamed() {
  return Alerting(alerts::kLastgoodLabelsRenamed, Severity::kWarning,
                  By<kByJob>("count", Where<Label::kExportedNamespace>(Of(kRenamedInfo), "!=", "")) > Num(0),
                  minutes(15),
                  {"Prometheus renames lastgood's namespace label, so alerts name the wrong namespace.",
                   "Scrape {{ $labels.job }} with honorLabels: true, or set generate.namespace_label to "
                   "exported_namespace."});
}

Alert Watchdog() {
  return Alerting(alerts::kWatchdog, Severity::kNone, Always(1), minutes(0),
                  {"Always firing: when it stops arriving, alerts do not reach you.",
                   "The heartbeat of Prometheus and Alertmanager."});
}

}  // namespace

RuleGroup SelfGroup(const GeneratorSettings& settings) {
  RuleGroup group{"lastgood-self.rules",
                  "lastgood itself, and the heartbeat.",
                  {CollectorFailing(), ObjectsUnreadable(), OneDown(settings), AllDown(settings),
                   IsAbsent(settings), ReloadFailed()}};
  if (settings.names.namespace_label == "namespace") group.rules.push_back(LabelsRenamed());
  group.rules.push_back(Watchdog());
  return group;
}

}  // namespace lastgood
