#include "outputs/grafana/alert_rules.h"

#include <fmt/format.h>

#include "base/coding.h"
#include "base/yaml_writer.h"
#include "rules/groups/all.h"
#include "rules/object_head.h"
#include "rules/template_text.h"

namespace lastgood {
namespace {

using namespace yaml;

constexpr std::string_view kQuery = "query", kFires = "fires", kCondition = "threshold";

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// Grafana's $value is a text that tells of all its queries.
std::string Template(std::string text) { return Replaced(std::move(text), "$value", "$values.query.Value"); }

// Grafana fills variables of the environment into the labels of a file, which are written with one '$'.
std::string InFile(std::string text) { return Replaced(std::move(text), "$", "$$"); }

// Stays the same from run to run, and fits into Grafana's 40 characters.
std::string UidOf(const RuleGroup& group, const Alert& alert) {
  std::string system;
  for (const auto& [label, value] : alert.fixed_labels)
    if (label == ToString(Label::kSystem)) system = value;
  const std::string_view severity = ToString(alert.severity);
  return "lastgood-" +
         Sha256Hex(fmt::format("{}/{}/{}/{}", group.name, alert.name, severity, system)).substr(0, 24);
}

void EmitModel(YAML::Emitter& out, std::string_view ref, std::string_view type) {
  Begin(out, "datasource", YAML::BeginMap);
  Pair(out, "type", type == "prometheus" ? "prometheus" : "__expr__");
  out << YAML::EndMap;
  Pair(out, "refId", std::string(ref));
  if (type != "prometheus") Pair(out, "type", std::string(type));
}

template <typename EmitRest>
void EmitNode(YAML::Emitter& out, std::string_view ref, const std::string& uid, std::string_view type,
              const EmitRest& rest) {
  out << YAML::BeginMap;
  Pair(out, "refId", std::string(ref));
  Begin(out, "relativeTimeRange", YAML::BeginMap);
  Plain(out, "from", "600");
  Plain(out, "to", "0");
  out << YAML::EndMap;
  Pair(out, "datasourceUid", uid);
  Begin(out, "model", YAML::BeginMap);
  EmitModel(out, ref, type);
  rest();
  out << YAML::EndMap << YAML::EndMap;
}

// Whatever the query yields fires, as in Prometheus: the number itself says nothing.
void EmitData(YAML::Emitter& out, const GeneratorSettings& settings, const std::string& query) {
  Begin(out, "data", YAML::BeginSeq);
  EmitNode(out, kQuery, settings.prometheus.uid, "prometheus", [&] {
    Pair(out, "expr", query);
    Plain(out, "instant", "true");
    Plain(out, "range", "false");
  });
  EmitNode(out, kFires, "__expr__", "math", [&] {
    Pair(out, "expression", fmt::format("is_number(${0}) || is_nan(${0}) || is_inf(${0})", kQuery));
  });
  EmitNode(out, kCondition, "__expr__", "threshold", [&] {
    Pair(out, "expression", std::string(kFires));
    Begin(out, "conditions", YAML::BeginSeq);
    out << YAML::BeginMap;
    Begin(out, "evaluator", YAML::BeginMap);
    Pair(out, "type", "gt");
    out << YAML::Key << "params" << YAML::Value << YAML::Flow << YAML::BeginSeq << 0 << YAML::EndSeq;
    out << YAML::EndMap << YAML::EndMap << YAML::EndSeq;
  });
  out << YAML::EndSeq;
}

enum class Form { kFile, kObject };

void EmitLabels(YAML::Emitter& out, const Alert& alert, Form form) {
  Begin(out, "labels", YAML::BeginMap);
  Pair(out, "severity", std::string(ToString(alert.severity)));
  for (const auto& [label, value] : alert.fixed_labels) {
    const std::string text = Template(TemplateValue(value));
    Pair(out, label, form == Form::kFile ? InFile(text) : text);
  }
  out << YAML::EndMap;
}

void EmitRule(YAML::Emitter& out, const GeneratorSettings& settings, const RuleGroup& group,
              const Alert& alert, Form form) {
  const promql::Names names = NamesOf(group, settings);
  out << YAML::BeginMap;
  Pair(out, "uid", UidOf(group, alert));
  // No two of a folder may have the same.
  std::string title = fmt::format("{} ({})", alert.name.text(), ToString(alert.severity));
  for (const auto& [label, value] : alert.fixed_labels)
    if (label == ToString(Label::kSystem)) title += " of " + value;
  Pair(out, "title", title);
  Pair(out, "condition", std::string(kCondition));
  EmitData(out, settings, promql::ToLines(*alert.expr, names));
  Pair(out, "noDataState", "OK");
  Pair(out, "execErrState", "Error");
  Pair(out, "for", PrometheusDuration(alert.pending));
  Begin(out, "annotations", YAML::BeginMap);
  for (const auto& [name, text] : AnnotationsOf(settings, names, alert)) Pair(out, name, Template(text));
  out << YAML::EndMap;
  EmitLabels(out, alert, form);
  out << YAML::EndMap;
}

// Without the alert that always fires: it is for an Alertmanager's heartbeat.
std::vector<const Alert*> AlertsOf(const RuleGroup& group) {
  std::vector<const Alert*> alerts;
  for (const Rule& rule : group.rules)
    if (const auto* alert = std::get_if<Alert>(&rule); alert != nullptr && alert->severity != Severity::kNone)
      alerts.push_back(alert);
  return alerts;
}

void EmitRules(YAML::Emitter& out, const GeneratorSettings& settings, const RuleGroup& group, Form form) {
  Pair(out, "interval", PrometheusDuration(settings.interval.value_or(std::chrono::minutes(1))));
  Begin(out, "rules", YAML::BeginSeq);
  for (const Alert* alert : AlertsOf(group)) EmitRule(out, settings, group, *alert, form);
  out << YAML::EndSeq;
}

void EmitInstances(YAML::Emitter& out) {
  Begin(out, "instanceSelector", YAML::BeginMap);
  Begin(out, "matchLabels", YAML::BeginMap);
  Pair(out, "dashboards", "grafana");
  out << YAML::EndMap << YAML::EndMap;
}

std::string FolderObject(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"grafana.integreatly.org/v1beta1", "GrafanaFolder", "lastgood"});
  Begin(out, "spec", YAML::BeginMap);
  EmitInstances(out);
  Pair(out, "title", settings.grafana_folder);
  out << YAML::EndMap << YAML::EndMap;
  return WithHead("The folder of the rules beside it, which dashboards may share.", out);
}

}  // namespace

Files GrafanaAlertFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Plain(out, "apiVersion", "1");
  Begin(out, "groups", YAML::BeginSeq);
  for (const RuleGroup& group : RuleGroups(settings)) {
    if (AlertsOf(group).empty()) continue;
    out << YAML::BeginMap;
    Plain(out, "orgId", "1");
    Pair(out, "name", group.name);
    Pair(out, "folder", settings.grafana_folder);
    EmitRules(out, settings, group, Form::kFile);
    out << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  return {
      {"grafana/provisioning/alerting/lastgood.yaml",
       WithHead("Alert rules that Grafana evaluates, for /etc/grafana/provisioning/alerting/: instead of an\n"
                "Alertmanager. They read what the files in rules/ record: Prometheus loads these too.",
                out)}};
}

Files GrafanaAlertRuleGroupFiles(const GeneratorSettings& settings) {
  Files files;
  for (const RuleGroup& group : RuleGroups(settings)) {
    if (AlertsOf(group).empty()) continue;
    const std::string name = group.name.substr(0, group.name.rfind(".rules"));
    YAML::Emitter out;
    out << YAML::BeginMap;
    Head(out, settings, {"grafana.integreatly.org/v1beta1", "GrafanaAlertRuleGroup", name});
    Begin(out, "spec", YAML::BeginMap);
    EmitInstances(out);
    Pair(out, "folderRef", "lastgood");
    Pair(out, "name", group.name);
    EmitRules(out, settings, group, Form::kObject);
    out << YAML::EndMap << YAML::EndMap;
    files["kubernetes/grafana-alerting/grafanaalertrulegroup-" + name + ".yaml"] = WithHead(group.about, out);
  }
  if (!files.empty()) files["kubernetes/grafana-alerting/grafanafolder.yaml"] = FolderObject(settings);
  return files;
}

}  // namespace lastgood
