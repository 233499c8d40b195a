#include "rules/render.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace lastgood {

std::string PrometheusDuration(Duration duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  if (seconds % 3600 == 0 && seconds != 0) return fmt::format("{}h", seconds / 3600);
  if (seconds % 60 == 0 && seconds != 0) return fmt::format("{}m", seconds / 60);
  return fmt::format("{}s", seconds);
}

namespace {

// Short text stays plain or quoted; an expression of several lines becomes a block.
void EmitText(YAML::Emitter& out, const std::string& text) {
  if (text.find('\n') != std::string::npos) out << YAML::Literal;
  out << text;
}

void EmitPair(YAML::Emitter& out, const std::string& key, const std::string& value) {
  out << YAML::Key << key << YAML::Value;
  EmitText(out, value);
}

void EmitAnnotations(YAML::Emitter& out, const GeneratorSettings& settings, const Alert& alert) {
  out << YAML::Key << "annotations" << YAML::Value << YAML::BeginMap;
  EmitPair(out, "summary", alert.summary);
  EmitPair(out, "description", alert.description);
  if (!settings.runbook_url.empty()) EmitPair(out, "runbook_url", RunbookUrl(settings, alert.name));
  out << YAML::EndMap;
}

void EmitAlert(YAML::Emitter& out, const GeneratorSettings& settings, const promql::Names& names,
               const Alert& alert) {
  out << YAML::BeginMap;
  EmitPair(out, "alert", alert.name);
  EmitPair(out, "expr", promql::ToLines(*alert.expr, names));
  if (alert.pending > Duration::zero()) EmitPair(out, "for", PrometheusDuration(alert.pending));
  if (const Duration keep = KeepFiring(settings, alert); keep > Duration::zero())
    EmitPair(out, "keep_firing_for", PrometheusDuration(keep));
  out << YAML::Key << "labels" << YAML::Value << YAML::BeginMap;
  EmitPair(out, "severity", std::string(ToString(alert.severity)));
  for (const auto& [label, value] : alert.fixed_labels) EmitPair(out, label, value);
  out << YAML::EndMap;
  EmitAnnotations(out, settings, alert);
  out << YAML::EndMap;
}

void EmitRecord(YAML::Emitter& out, const promql::Names& names, const Record& record) {
  out << YAML::BeginMap;
  EmitPair(out, "record", record.name);
  EmitPair(out, "expr", promql::ToLines(*record.expr, names));
  out << YAML::EndMap;
}

void EmitGroup(YAML::Emitter& out, const GeneratorSettings& settings, const RuleGroup& group) {
  const promql::Names names = NamesOf(group, settings);
  out << YAML::BeginMap;
  EmitPair(out, "name", group.name);
  if (settings.interval) EmitPair(out, "interval", PrometheusDuration(*settings.interval));
  out << YAML::Key << "rules" << YAML::Value << YAML::BeginSeq;
  for (const Rule& rule : group.rules) {
    if (const auto* alert = std::get_if<Alert>(&rule))
      EmitAlert(out, settings, names, *alert);
    else
      EmitRecord(out, names, std::get<Record>(rule));
  }
  out << YAML::EndSeq << YAML::EndMap;
}

void EmitGroups(YAML::Emitter& out, const GeneratorSettings& settings, const std::vector<RuleGroup>& groups) {
  out << YAML::Key << "groups" << YAML::Value << YAML::BeginSeq;
  for (const RuleGroup& group : groups) EmitGroup(out, settings, group);
  out << YAML::EndSeq;
}

std::string WithHead(const std::string& about, const YAML::Emitter& out) {
  return fmt::format("# {}\n# Written by lastgood generate; change the config and run it again.\n{}\n", about,
                     out.c_str());
}

}  // namespace

Files RuleFiles(const GeneratorSettings& settings) {
  Files files;
  for (const RuleGroup& group : RuleGroups(settings)) {
    YAML::Emitter out;
    out << YAML::BeginMap;
    EmitGroups(out, settings, {group});
    out << YAML::EndMap;
    files["rules/" + group.name + ".yaml"] = WithHead(group.about, out);
  }
  return files;
}

Files MimirRuleFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  EmitPair(out, "namespace", "lastgood");
  EmitGroups(out, settings, RuleGroups(settings));
  out << YAML::EndMap;
  return {{"mimir/lastgood.yaml", WithHead("For mimirtool rules load.", out)}};
}

Files PrometheusRuleFiles(const GeneratorSettings& settings) {
  Files files;
  for (const RuleGroup& group : RuleGroups(settings)) {
    const std::string name = group.name.substr(0, group.name.rfind(".rules"));
    YAML::Emitter out;
    out << YAML::BeginMap;
    EmitPair(out, "apiVersion", "monitoring.coreos.com/v1");
    EmitPair(out, "kind", "PrometheusRule");
    out << YAML::Key << "metadata" << YAML::Value << YAML::BeginMap;
    EmitPair(out, "name", name);
    EmitPair(out, "namespace", settings.kubernetes_namespace);
    out << YAML::Key << "labels" << YAML::Value << YAML::BeginMap;
    EmitPair(out, "app.kubernetes.io/name", "lastgood");
    if (!settings.release.empty()) EmitPair(out, "release", settings.release);
    out << YAML::EndMap << YAML::EndMap;
    out << YAML::Key << "spec" << YAML::Value << YAML::BeginMap;
    EmitGroups(out, settings, {group});
    out << YAML::EndMap << YAML::EndMap;
    files["kubernetes/prometheusrule-" + name + ".yaml"] = WithHead(group.about, out);
  }
  return files;
}

}  // namespace lastgood
