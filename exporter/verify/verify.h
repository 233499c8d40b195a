// `verify`: whether the generated rules and panels would work in a live Prometheus. For each: do the series
// it names exist with the labels that it joins by, does its query run, could it ever fire, is it loaded and
// healthy, is it delivered. A check that cannot be made is kUnknown, never good. One thread at a time.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "exporter/check/text_table.h"
#include "exporter/verify/routes.h"
#include "model/assess.h"
#include "net/prometheus/api.h"
#include "rules/rule.h"

namespace lastgood {

// One thing that was looked at, and the worst that was found.
struct Verdict {
  Level level =
      Level::kGood;         // kNotice: nothing of its kind exists here; kUnknown; kWarning; kCritical: broken
  std::string subject;      // "alert", "record", "panel", "prometheus", "alertmanager"
  std::string group, name;  // of a rule; a dashboard and its panel
  std::string severity;     // of an alert
  std::string state, why, todo;
};

struct Verification {
  std::vector<Verdict> verdicts;  // worst first

  // 0 good, 1 something is broken, 2 could not tell; 1 beats 2.
  int ExitCode() const;
  std::string Answer() const;
};

class Verifier {
 public:
  Verifier(GeneratorSettings settings, Prometheus prometheus)
      : settings_(std::move(settings)), prometheus_(std::move(prometheus)) {}

  // With the config of the Alertmanager also where each alert goes.
  Verification Run(const std::optional<RoutingTree>& routes);

 private:
  bool ReadPrometheus(std::vector<Verdict>& verdicts);
  Verdict CheckRule(const RuleGroup& group, const Rule& rule);
  bool CheckSeries(const promql::NodePtr& expr, const promql::Names& names, Verdict& verdict);
  bool CheckLabels(const promql::Selector& selector, const promql::Names& names, Verdict& verdict);
  bool CheckQuery(const promql::NodePtr& expr, const promql::Names& names, Verdict& verdict);
  bool CheckLoaded(const Rule& rule, const std::string& query, Verdict& verdict);
  void CheckRoute(const Alert& alert, const RoutingTree& routes, Verdict& verdict);
  void CheckPanels(std::vector<Verdict>& verdicts);

  GeneratorSettings settings_;
  Prometheus prometheus_;
  std::set<std::string> existing_;
  std::vector<LoadedRule> loaded_;
  std::map<std::string, bool> labelled_;  // "metric label": some series has the label
};

std::string RenderTable(const Verification& verification, const TableStyle& style);
std::string RenderJson(const Verification& verification);

}  // namespace lastgood
