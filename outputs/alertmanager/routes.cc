#include "outputs/alertmanager/routes.h"

#include <fmt/format.h>

#include "model/alerts.h"
#include "outputs/alertmanager/plan.h"
#include "rules/rule.h"

namespace lastgood::alertmanager {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The user's own Watchdog keeps its way.
Route Heartbeat(const GeneratorSettings& settings) {
  Route route{.remark =
                  "The heartbeat: who receives it raises the alarm when it stops. It goes nowhere else."};
  route.matchers = {{"alertname", "=", alerts::kWatchdog}, OurAlerts(settings)};
  route.receiver = kHeartbeat;
  route.group_wait = seconds(0);
  route.group_interval = minutes(1);
  route.repeat_interval = minutes(5);
  return route;
}

Route Pager() {
  Route route{.remark = "Critical alerts page, and go on to the chat."};
  route.matchers = {{"severity", "=", std::string(ToString(Severity::kCritical))}};
  route.receiver = kPager;
  route.goes_on = true;
  route.repeat_interval = hours(4);
  return route;
}

// A storm is one message for a namespace: what is late there is late for one reason. Other exporters' series
// keep their label's name.
std::vector<std::string> GroupBy(const GeneratorSettings& settings) {
  if (!settings.group_by.empty()) return settings.group_by;
  std::vector<std::string> labels;
  for (const Label label : {Label::kCluster, Label::kNamespace})
    if (const std::string name = settings.names.Of(label); !name.empty()) labels.push_back(name);
  if (const std::string usual = promql::Names().namespace_label; usual != settings.names.namespace_label)
    labels.push_back(usual);
  return labels;
}

}  // namespace

Route RootRoute(const GeneratorSettings& settings, const Receivers& receivers) {
  Route root;
  root.receiver = kChat;
  root.group_by = GroupBy(settings);
  root.group_wait = seconds(30);
  root.group_interval = minutes(5);
  root.repeat_interval = hours(12);
  if (!settings.disabled.contains(alerts::kWatchdog)) root.routes.push_back(Heartbeat(settings));
  if (receivers.pagerduty) root.routes.push_back(Pager());
  root.routes.push_back({.remark = "Everything, in one message for a namespace.", .receiver = kChat});
  return root;
}

Matcher OurAlerts(const GeneratorSettings& settings) {
  for (const auto& [label, value] : settings.labels)
    if (label == kAppLabel) return {label, "=", value};
  return {std::string(kAppLabel), "=", std::string(kApp)};
}

}  // namespace lastgood::alertmanager
