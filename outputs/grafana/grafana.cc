#include "outputs/grafana/grafana.h"

#include "base/yaml_writer.h"
#include "model/names.h"
#include "rules/object_head.h"

namespace lastgood {
namespace {

using namespace yaml;

constexpr const char* kAboutDataSources =
    "Data sources, for /etc/grafana/provisioning/datasources/. None is the default: Grafana does not start "
    "with two.";

template <typename EmitOptions>
void EmitDataSource(YAML::Emitter& out, const DataSource& source, const std::string& type,
                    const EmitOptions& options) {
  out << YAML::BeginMap;
  Pair(out, "name", source.name);
  Pair(out, "type", type);
  Pair(out, "uid", source.uid);
  Pair(out, "access", "proxy");
  Pair(out, "url", source.url);
  Plain(out, "isDefault", "false");
  Begin(out, "jsonData", YAML::BeginMap);
  options();
  out << YAML::EndMap << YAML::EndMap;
}

// Alert rules of Prometheus and Loki are shown, and silenced through Alertmanager.
void EmitAlerting(YAML::Emitter& out, const GeneratorSettings& settings) {
  Plain(out, "manageAlerts", "true");
  Pair(out, "alertmanagerUid", settings.alertmanager.uid);
}

void EmitPrometheus(YAML::Emitter& out, const GeneratorSettings& settings) {
  Pair(out, "httpMethod", "POST");
  Pair(out, "prometheusType", "Prometheus");
  Remark(out, "The scrape interval, below which $__rate_interval does not go.");
  Pair(out, "timeInterval", PrometheusDuration(kScrapeInterval));
  EmitAlerting(out, settings);
}

// Those for which `wanted` holds.
template <typename Wanted>
std::string DataSources(const GeneratorSettings& settings, const Wanted& wanted) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Plain(out, "apiVersion", "1");
  Begin(out, "datasources", YAML::BeginSeq);
  if (wanted(settings.prometheus))
    EmitDataSource(out, settings.prometheus, "prometheus", [&] { EmitPrometheus(out, settings); });
  if (settings.Has(systems::kLoki) && wanted(settings.loki))
    EmitDataSource(out, settings.loki, "loki", [&] { EmitAlerting(out, settings); });
  if (wanted(settings.alertmanager))
    EmitDataSource(out, settings.alertmanager, "alertmanager", [&] {
      Pair(out, "implementation", "prometheus");
      Plain(out, "handleGrafanaManagedAlerts", "false");
    });
  out << YAML::EndSeq << YAML::EndMap;
  return WithHead(kAboutDataSources, out);
}

// By uid or name, Grafana would take it for one that kube-prometheus-stack brings; a Loki it does not bring.
bool IsOwn(const DataSource& source) {
  const GeneratorSettings stack;
  const auto same = [&](const DataSource& theirs) {
    return source.uid == theirs.uid || source.name == theirs.name;
  };
  return source != stack.loki && !same(stack.prometheus) && !same(stack.alertmanager);
}

std::string DashboardProvider(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Plain(out, "apiVersion", "1");
  Begin(out, "providers", YAML::BeginSeq);
  out << YAML::BeginMap;
  Pair(out, "name", "lastgood");
  Pair(out, "type", "file");
  Pair(out, "folder", settings.grafana_folder);
  Plain(out, "allowUiUpdates", "false");
  Plain(out, "updateIntervalSeconds", "30");
  Begin(out, "options", YAML::BeginMap);
  Pair(out, "path", "/var/lib/grafana/dashboards/lastgood");
  out << YAML::EndMap << YAML::EndMap << YAML::EndSeq << YAML::EndMap;
  return WithHead(
      "Dashboards, for /etc/grafana/provisioning/dashboards/: copy the generated JSON files to the path "
      "below.",
      out);
}

}  // namespace

Files GrafanaProvisioningFiles(const GeneratorSettings& settings) {
  return {{"grafana/provisioning/datasources/lastgood.yaml",
           DataSources(settings, [](const DataSource&) { return true; })},
          {"grafana/provisioning/dashboards/lastgood.yaml", DashboardProvider(settings)}};
}

Files DataSourceConfigMapFiles(const GeneratorSettings& settings) {
  const bool loki = settings.Has(systems::kLoki) && IsOwn(settings.loki);
  if (!IsOwn(settings.prometheus) && !IsOwn(settings.alertmanager) && !loki) return {};
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"v1", "ConfigMap", "lastgood-datasources", {{"grafana_datasource", "1"}}});
  Begin(out, "data", YAML::BeginMap);
  Pair(out, "lastgood-datasources.yaml", DataSources(settings, IsOwn));
  out << YAML::EndMap << YAML::EndMap;
  return {
      {"kubernetes/grafana-datasources/configmap-datasources.yaml",
       WithHead(
           "Data sources for the sidecar of Grafana's Helm chart, which finds them by the label: those of\n"
           "generate.datasources. What kube-prometheus-stack brings itself is left alone.",
           out)}};
}

}  // namespace lastgood
