#include "rules/rule.h"

#include <fmt/format.h>

namespace lastgood {

std::string_view ToString(Severity severity) {
  static constexpr std::string_view kNames[] = {"critical", "warning", "info", "none"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string TitleOf(const Record& record) {
  std::vector<std::string> labels;
  for (const auto& [label, value] : record.fixed_labels)
    labels.push_back(fmt::format("{}=\"{}\"", label, value));
  return labels.empty() ? record.name : fmt::format("{}{{{}}}", record.name, fmt::join(labels, ", "));
}

bool HasConditionLabel(const Alert& alert) {
  return alert.definition && std::holds_alternative<promql::Selector>(*alert.expr);
}

promql::Names NamesOf(const RuleGroup& group, const GeneratorSettings& settings) {
  promql::Names names = settings.names;
  if (group.of_others) names.namespace_label = promql::Names().namespace_label;
  return names;
}

std::string RunbookUrl(const GeneratorSettings& settings, std::string_view alert) {
  return settings.runbook_url + std::string(alert) + settings.runbook_suffix;
}

Duration KeepFiring(const GeneratorSettings& settings, const Alert& alert) {
  return alert.severity == Severity::kNone ? Duration::zero() : settings.keep_firing_for;
}

}  // namespace lastgood
