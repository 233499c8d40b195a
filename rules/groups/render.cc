#include "rules/groups/render.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/yaml_writer.h"
#include "rules/groups/all.h"
#include "rules/object_head.h"
#include "rules/template_text.h"

namespace lastgood {

using namespace yaml;

std::string PrometheusDuration(Duration duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  if (seconds % 3600 == 0 && seconds != 0) return fmt::format("{}h", seconds / 3600);
  if (seconds % 60 == 0 && seconds != 0) return fmt::format("{}m", seconds / 60);
  return fmt::format("{}s", seconds);
}

namespace {

// What Prometheus fills in for a label: "-" where it is empty, as the paths of lastgood's pages have it.
std::string InUrl(std::string_view label) {
  return fmt::format("{{{{ or $labels.{} \"-\" | urlquery }}}}", label);
}

// The page of what the alert is about; where its labels do not name that, the status page that finds it.
std::string PageUrl(const GeneratorSettings& settings, const promql::Names& names, const Alert& alert) {
  const std::string url = TemplateText(settings.external_url);
  if (alert.labels.Contains({Label::kSystem, Label::kNamespace, Label::kKind, Label::kName}))
    return fmt::format("{}/object/{}/{}/{}/{}", url, InUrl("system"), InUrl(names.namespace_label),
                       InUrl("kind"), InUrl("name"));
  for (const Label label : {Label::kName, Label::kComponent, Label::kBucket, Label::kCopy, Label::kLogs})
    if (alert.labels.Contains({label}))
      return fmt::format("{}/?q={{{{ $labels.{} | urlquery }}}}", url, ToString(label));
  if (alert.labels.Contains({Label::kNamespace}))
    return fmt::format("{}/?namespace={{{{ $labels.{} | urlquery }}}}", url, names.namespace_label);
  return url + "/";
}

void EmitAnnotations(YAML::Emitter& out, const GeneratorSettings& settings, const promql::Names& names,
                     const Alert& alert) {
  out << YAML::Key << "annotations" << YAML::Value << YAML::BeginMap;
  for (const auto& [name, text] : AnnotationsOf(settings, names, alert)) Pair(out, name, text);
  out << YAML::EndMap;
}

void EmitLabels(YAML::Emitter& out, const FixedLabels& labels) {
  out << YAML::Key << "labels" << YAML::Value << YAML::BeginMap;
  for (const auto& [label, value] : labels) Pair(out, label, value);
  out << YAML::EndMap;
}

void EmitAlert(YAML::Emitter& out, const GeneratorSettings& settings, const promql::Names& names,
               const Alert& alert) {
  out << YAML::BeginMap;
  Pair(out, "alert", alert.name);
  Pair(out, "expr", promql::ToLines(*alert.expr, names));
  if (alert.pending > Duration::zero()) Pair(out, "for", PrometheusDuration(alert.pending));
  if (const Duration keep = KeepFiring(settings, alert); keep > Duration::zero())
    Pair(out, "keep_firing_for", PrometheusDuration(keep));
  // Prometheus takes an alert's labels for templates, and a record's as they are.
  FixedLabels labels = {{"severity", std::string(ToString(alert.severity))}};
  for (const auto& [label, value] : alert.fixed_labels) labels.emplace_back(label, TemplateValue(value));
  EmitLabels(out, labels);
  EmitAnnotations(out, settings, names, alert);
  out << YAML::EndMap;
}

void EmitRecord(YAML::Emitter& out, const promql::Names& names, const Record& record) {
  out << YAML::BeginMap;
  Pair(out, "record", record.name);
  Pair(out, "expr", promql::ToLines(*record.expr, names));
  if (!record.fixed_labels.empty()) EmitLabels(out, record.fixed_labels);
  out << YAML::EndMap;
}

void EmitGroup(YAML::Emitter& out, const GeneratorSettings& settings, const RuleGroup& group) {
  const promql::Names names = NamesOf(group, settings);
  out << YAML::BeginMap;
  Pair(out, "name", group.name);
  if (settings.interval) Pair(out, "interval", PrometheusDuration(*settings.interval));
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

// Objects that hold a group of rules each, of an operator that reads them.
struct RuleObject {
  std::string folder, api_version, kind;
  std::vector<std::pair<std::string, std::string>> labels;
};

Files RuleObjects(const GeneratorSettings& settings, const RuleObject& object) {
  Files files;
  for (const RuleGroup& group : RuleGroups(settings)) {
    const std::string name = group.name.substr(0, group.name.rfind(".rules"));
    YAML::Emitter out;
    out << YAML::BeginMap;
    Head(out, settings, {object.api_version, object.kind, name, object.labels});
    out << YAML::Key << "spec" << YAML::Value << YAML::BeginMap;
    EmitGroups(out, settings, {group});
    out << YAML::EndMap << YAML::EndMap;
    files[fmt::format("kubernetes/{}/{}-{}.yaml", object.folder, Lower(object.kind), name)] =
        WithHead(group.about, out);
  }
  return files;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> AnnotationsOf(const GeneratorSettings& settings,
                                                               const promql::Names& names,
                                                               const Alert& alert) {
  std::vector<std::pair<std::string, std::string>> annotations = {{"summary", alert.summary},
                                                                  {"description", alert.description}};
  if (!settings.runbook_url.empty())
    annotations.emplace_back("runbook_url", TemplateText(RunbookUrl(settings, alert.name)));
  if (!settings.external_url.empty()) annotations.emplace_back("page_url", PageUrl(settings, names, alert));
  return annotations;
}

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

Files RuleConfigMapFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"v1", "ConfigMap", "lastgood-rules"});
  Begin(out, "data", YAML::BeginMap);
  for (const auto& [path, text] : RuleFiles(settings)) Pair(out, path.substr(path.rfind('/') + 1), text);
  out << YAML::EndMap << YAML::EndMap;
  return {{"kubernetes/prometheus-configmap/configmap-rules.yaml",
           WithHead("Rule files for a Prometheus that mounts them.", out)}};
}

Files MimirRuleFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Pair(out, "namespace", "lastgood");
  EmitGroups(out, settings, RuleGroups(settings));
  out << YAML::EndMap;
  return {{"mimir/lastgood.yaml", WithHead("For mimirtool rules load.", out)}};
}

Files PrometheusRuleFiles(const GeneratorSettings& settings) {
  return RuleObjects(settings, {"prometheus-operator", "monitoring.coreos.com/v1", "PrometheusRule",
                                ReleaseLabel(settings)});
}

Files VMRuleFiles(const GeneratorSettings& settings) {
  return RuleObjects(settings,
                     {"victoria-metrics-operator", "operator.victoriametrics.com/v1beta1", "VMRule", {}});
}

}  // namespace lastgood
