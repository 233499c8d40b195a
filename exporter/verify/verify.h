// `verify`: whether the generated rules and panels would work in a live Prometheus. For each: do the series
// it names exist with the labels that it joins by, does its query run, could it ever fire, is it loaded and
// healthy, is it delivered. A check that cannot be made is kUnknown, never good. One thread at a time.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "exporter/verify/delivery.h"
#include "exporter/verify/verification.h"
#include "net/prometheus/api.h"
#include "rules/rule.h"

namespace lastgood {

class Verifier {
 public:
  Verifier(GeneratorSettings settings, Prometheus prometheus)
      : settings_(std::move(settings)), prometheus_(std::move(prometheus)) {}

  // With what an Alertmanager tells also where each alert goes, and what hides it.
  Verification Run(const Delivery& delivery);

 private:
  bool ReadPrometheus(std::vector<Verdict>& verdicts);
  bool CheckFile(const RuleGroup& group, std::vector<Verdict>& verdicts) const;
  Verdict CheckRule(const RuleGroup& group, const Rule& rule);
  bool CheckSeries(const promql::NodePtr& expr, const promql::Names& names, Verdict& verdict);
  bool CheckLabels(const promql::Selector& selector, const promql::Names& names, Verdict& verdict);
  bool CheckLabel(const std::string& metric, const std::string& name, Verdict& verdict);
  Result<bool> HasLabel(const std::string& metric, const std::string& label);
  bool CheckQuery(const promql::NodePtr& expr, const promql::Names& names, Verdict& verdict);
  bool CheckLoaded(const Rule& rule, const std::string& query, Verdict& verdict);
  Result<bool> IsSameQuery(const std::string& query, const std::string& loaded);
  void CheckPanels(std::vector<Verdict>& verdicts);

  GeneratorSettings settings_;
  Prometheus prometheus_;
  std::vector<ArrivingAlert> alerts_;  // all that the rules can raise
  std::set<std::string> existing_;
  std::vector<LoadedRule> loaded_;
  std::map<std::string, bool> labelled_;  // "metric label": some series has the label
};

}  // namespace lastgood
