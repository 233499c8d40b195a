#include "dashboards/files.h"

#include <yaml-cpp/yaml.h>

#include "dashboards/dashboard_json.h"
#include "dashboards/dashboards.h"

namespace lastgood {
namespace {

const char* const kHead = "# Written by lastgood generate; change the config and run it again.\n";

void EmitPair(YAML::Emitter& out, const std::string& key, const std::string& value) {
  out << YAML::Key << key << YAML::Value << value;
}

void EmitBlock(YAML::Emitter& out, const std::string& key, const std::string& text) {
  out << YAML::Key << key << YAML::Value << YAML::Literal << text;
}

void BeginMap(YAML::Emitter& out, const std::string& key) {
  out << YAML::Key << key << YAML::Value << YAML::BeginMap;
}

std::string ConfigMap(const Dashboard& dashboard, const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  EmitPair(out, "apiVersion", "v1");
  EmitPair(out, "kind", "ConfigMap");
  BeginMap(out, "metadata");
  EmitPair(out, "name", "dashboard-" + dashboard.uid);
  EmitPair(out, "namespace", settings.kubernetes_namespace);
  BeginMap(out, "labels");
  EmitPair(out, "app.kubernetes.io/name", "lastgood");
  out << YAML::Key << "grafana_dashboard" << YAML::Value << YAML::DoubleQuoted << "1" << YAML::EndMap;
  BeginMap(out, "annotations");
  EmitPair(out, "grafana_folder", settings.grafana_folder);
  out << YAML::EndMap << YAML::EndMap;
  BeginMap(out, "data");
  EmitBlock(out, dashboard.uid + ".json", ToJson(dashboard, settings));
  out << YAML::EndMap << YAML::EndMap;
  return kHead + std::string(out.c_str()) + "\n";
}

std::string Object(const Dashboard& dashboard, const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  EmitPair(out, "apiVersion", "grafana.integreatly.org/v1beta1");
  EmitPair(out, "kind", "GrafanaDashboard");
  BeginMap(out, "metadata");
  EmitPair(out, "name", dashboard.uid);
  EmitPair(out, "namespace", settings.kubernetes_namespace);
  BeginMap(out, "labels");
  EmitPair(out, "app.kubernetes.io/name", "lastgood");
  out << YAML::EndMap << YAML::EndMap;
  BeginMap(out, "spec");
  BeginMap(out, "instanceSelector");
  BeginMap(out, "matchLabels");
  EmitPair(out, "dashboards", "grafana");
  out << YAML::EndMap << YAML::EndMap;
  EmitPair(out, "folder", settings.grafana_folder);
  EmitPair(out, "resyncPeriod", "10m");
  EmitBlock(out, "json", ToJson(dashboard, settings));
  out << YAML::EndMap << YAML::EndMap;
  return kHead + std::string(out.c_str()) + "\n";
}

}  // namespace

Files DashboardFiles(const GeneratorSettings& settings) {
  Files files;
  for (const Dashboard& dashboard : Dashboards(settings))
    files["dashboards/" + dashboard.uid + ".json"] = ToJson(dashboard, settings);
  return files;
}

Files DashboardConfigMapFiles(const GeneratorSettings& settings) {
  Files files;
  for (const Dashboard& dashboard : Dashboards(settings))
    files["kubernetes/grafana-sidecar/configmap-dashboard-" + dashboard.uid + ".yaml"] =
        ConfigMap(dashboard, settings);
  return files;
}

Files GrafanaDashboardFiles(const GeneratorSettings& settings) {
  Files files;
  for (const Dashboard& dashboard : Dashboards(settings))
    files["kubernetes/grafana-operator/grafanadashboard-" + dashboard.uid + ".yaml"] =
        Object(dashboard, settings);
  return files;
}

}  // namespace lastgood
