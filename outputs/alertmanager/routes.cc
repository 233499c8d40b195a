#include "outputs/alertmanager/routes.h"

#include <fmt/format.h>

#include <set>

#include "model/alerts.h"
#include "outputs/alertmanager/plan.h"
#include "rules/groups/all.h"

namespace lastgood::alertmanager {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Route Heartbeat() {
  Route route{.remark =
                  "The heartbeat: who receives it raises the alarm when it stops. It goes nowhere else."};
  route.matchers = {{"alertname", "=", alerts::kWatchdog}};
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

// One notification for an alert and a namespace. Other exporters' series keep their label's name.
std::vector<std::string> GroupBy(const promql::Names& names) {
  std::vector<std::string> labels = {"alertname"};
  for (const Label label : {Label::kCluster, Label::kSystem, Label::kNamespace})
    if (const std::string name = names.Of(label); !name.empty()) labels.push_back(name);
  if (const std::string usual = promql::Names().namespace_label; usual != names.namespace_label)
    labels.push_back(usual);
  return labels;
}

}  // namespace

Route RootRoute(const GeneratorSettings& settings, const Receivers& receivers) {
  Route root;
  root.receiver = kChat;
  root.group_by = GroupBy(settings.names);
  root.group_wait = seconds(30);
  root.group_interval = minutes(5);
  root.repeat_interval = hours(12);
  if (!settings.disabled.contains(alerts::kWatchdog)) root.routes.push_back(Heartbeat());
  if (receivers.pagerduty) root.routes.push_back(Pager());
  root.routes.push_back(
      {.remark = "Everything, in one message for an alert and a namespace.", .receiver = kChat});
  return root;
}

Matcher OurAlerts(const GeneratorSettings& settings) {
  std::set<std::string> names;
  for (const RuleGroup& group : RuleGroups(settings))
    for (const Rule& rule : group.rules)
      if (const auto* alert = std::get_if<Alert>(&rule)) names.insert(alert->name);
  return {"alertname", "=~", fmt::format("{}", fmt::join(names, "|"))};
}

}  // namespace lastgood::alertmanager
