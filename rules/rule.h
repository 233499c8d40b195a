// A rule: an expression that Prometheus evaluates, as an alert or under a name. Groups of them become files.
// Values; building them is pure.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "model/alerts.h"
#include "promql/promql.h"
#include "rules/settings.h"

namespace lastgood {

enum class Severity { kCritical, kWarning, kInfo, kNone };
std::string_view ToString(Severity severity);

using FixedLabels = std::vector<std::pair<std::string, std::string>>;

struct Record {
  std::string name;
  Labels labels;  // that its expression gives each series
  promql::NodePtr expr;
  FixedLabels fixed_labels;
};

struct Alert {
  AlertName name;
  Severity severity;
  Labels labels;  // that its expression gives each alert
  promql::NodePtr expr;
  Duration pending;          // `for`: how long the condition must hold
  std::string summary;       // a static sentence
  std::string description;   // a Go template over $labels and $value
  FixedLabels fixed_labels;  // besides severity: {system, loki}
  // Of a condition, what is recorded before the alert, which reads the record; else null.
  promql::NodePtr definition = nullptr;
};

// On every alert, so that routes need not know their names; `generate.labels` may give another value.
inline constexpr std::string_view kAppLabel = "app", kApp = "lastgood";

// Whether what it raises has the record's label `condition`: not where objects are counted.
bool HasConditionLabel(const Alert& alert);
// What decides whether it fires.
inline const promql::NodePtr& DefinitionOf(const Alert& alert) {
  return alert.definition ? alert.definition : alert.expr;
}

using Rule = std::variant<Record, Alert>;

inline const promql::NodePtr& ExprOf(const Rule& rule) {
  return std::visit([](const auto& each) -> const promql::NodePtr& { return each.expr; }, rule);
}

struct RuleGroup {
  std::string name;   // also the file's: lastgood-backup.rules
  std::string about;  // one line for people
  std::vector<Rule> rules;
  // Of other exporters' series, which keep their labels' names whatever ours are called.
  bool of_others = false;
};

// With the labels that it adds, as Prometheus writes a series.
std::string TitleOf(const Record& record);

promql::Names NamesOf(const RuleGroup& group, const GeneratorSettings& settings);

template <Labels kLabels>
Record Recorded(std::string name, const promql::Vector<kLabels>& expr, FixedLabels fixed_labels = {}) {
  return {std::move(name), kLabels, expr.node, std::move(fixed_labels)};
}

// What is left to say after the alert's expression.
struct Words {
  std::string summary, description;
};

template <Labels kLabels>
Alert Alerting(AlertName name, Severity severity, const promql::Vector<kLabels>& expr, Duration pending,
               Words words, FixedLabels fixed_labels = {}) {
  return {name,
          severity,
          kLabels,
          expr.node,
          pending,
          std::move(words.summary),
          std::move(words.description),
          std::move(fixed_labels)};
}

// Where the alert's page is.
std::string RunbookUrl(const GeneratorSettings& settings, std::string_view alert);
// How long it stays after its condition: bridges a restart. Not for those that tell of lastgood's absence.
Duration KeepFiring(const GeneratorSettings& settings, const Alert& alert);

}  // namespace lastgood
