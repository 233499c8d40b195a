// The files as Grafana, its sidecar and its operator load them.
#include "dashboards/files.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>

#include "dashboards/dashboards.h"
#include "tests/support/dashboard_panels.h"
#include "tests/support/golden.h"

namespace lastgood {
namespace {

using nlohmann::json;

json Parsed(const GeneratorSettings& settings, const std::string& uid) {
  return json::parse(DashboardFiles(settings).at("dashboards/" + uid + ".json"));
}

TEST(DashboardFilesTest, AreAsTheyWere) {
  for (const Files& files : {DashboardFiles({}), DashboardConfigMapFiles({}), GrafanaDashboardFiles({})})
    for (const auto& [path, text] : files) ExpectGenerated(path, text);
}

TEST(DashboardFilesTest, AreTheSameTwice) { EXPECT_EQ(DashboardFiles({}), DashboardFiles({})); }

TEST(DashboardFilesTest, ConfigMapsHoldTheDashboardForTheSidecar) {
  GeneratorSettings settings;
  settings.grafana_folder = "Safety";
  settings.kubernetes_namespace = "observe";
  const Files files = DashboardConfigMapFiles(settings);
  const YAML::Node map =
      YAML::Load(files.at("kubernetes/grafana-sidecar/configmap-dashboard-lastgood-posture.yaml"));
  EXPECT_EQ(map["kind"].as<std::string>(), "ConfigMap");
  EXPECT_EQ(map["metadata"]["namespace"].as<std::string>(), "observe");
  EXPECT_EQ(map["metadata"]["labels"]["grafana_dashboard"].Tag(), "!");
  EXPECT_EQ(map["metadata"]["labels"]["grafana_dashboard"].as<std::string>(), "1");
  EXPECT_EQ(map["metadata"]["annotations"]["grafana_folder"].as<std::string>(), "Safety");
  EXPECT_EQ(json::parse(map["data"]["lastgood-posture.json"].as<std::string>()),
            Parsed(settings, "lastgood-posture"));
}

TEST(DashboardFilesTest, OperatorsObjectsHoldTheDashboard) {
  GeneratorSettings settings;
  settings.grafana_folder = "Safety";
  const Files files = GrafanaDashboardFiles(settings);
  const YAML::Node object =
      YAML::Load(files.at("kubernetes/grafana-operator/grafanadashboard-lastgood-logs.yaml"));
  EXPECT_EQ(object["apiVersion"].as<std::string>(), "grafana.integreatly.org/v1beta1");
  EXPECT_EQ(object["kind"].as<std::string>(), "GrafanaDashboard");
  EXPECT_EQ(object["spec"]["folder"].as<std::string>(), "Safety");
  EXPECT_EQ(object["spec"]["instanceSelector"]["matchLabels"]["dashboards"].as<std::string>(), "grafana");
  EXPECT_EQ(json::parse(object["spec"]["json"].as<std::string>()), Parsed(settings, "lastgood-logs"));
}

TEST(DashboardFilesTest, ThereIsOneOfEachKindForEachDashboard) {
  EXPECT_EQ(DashboardFiles({}).size(), Dashboards({}).size());
  EXPECT_EQ(DashboardConfigMapFiles({}).size(), Dashboards({}).size());
  EXPECT_EQ(GrafanaDashboardFiles({}).size(), Dashboards({}).size());
}

TEST(DashboardFilesTest, WhatOtherExportersTellIsFoldedAway) {
  const json dashboard = Parsed({}, "lastgood-postgres");
  std::vector<std::string> seen;
  for (const json& panel : dashboard["panels"]) seen.push_back(panel["title"]);
  EXPECT_EQ(seen.back(), "From CloudNativePG's own metrics");
  EXPECT_EQ(dashboard["panels"].back()["collapsed"], true);
  EXPECT_EQ(dashboard["panels"].back()["panels"].size(), 3U);
}

TEST(DashboardFilesTest, NoDataSourceIsFixed) {
  for (const auto& [path, text] : DashboardFiles({})) {
    const json dashboard = json::parse(text);
    for (const json& panel : PanelsOf(dashboard))
      if (panel["type"] != "row") {
        EXPECT_TRUE(panel["datasource"]["uid"] == "${datasource}" ||
                    panel["datasource"]["uid"] == "${loki_datasource}")
            << path;
      }
  }
}

TEST(DashboardFilesTest, DataSourceVariablesStartAtTheConfiguredOnes) {
  GeneratorSettings settings;
  settings.prometheus = {"Thanos", "thanos-uid", ""};
  settings.loki = {"Logs", "logs-uid", ""};
  const json list = Parsed(settings, "lastgood-logs")["templating"]["list"];
  EXPECT_EQ(list[0]["name"], "datasource");
  EXPECT_EQ(list[0]["current"]["value"], "thanos-uid");
  EXPECT_EQ(list[1]["name"], "loki_datasource");
  EXPECT_EQ(list[1]["current"]["value"], "logs-uid");
}

TEST(DashboardFilesTest, AllIncludesWhatHasNoNamespace) {
  const json list = Parsed({}, "lastgood-posture")["templating"]["list"];
  EXPECT_EQ(list[2]["name"], "namespace");
  EXPECT_EQ(list[2]["allValue"], ".*");
  EXPECT_EQ(list[2]["multi"], true);
  EXPECT_EQ(list[2]["query"]["query"], "label_values(lastgood_object_info{system=~\"$system\"}, namespace)");
}

TEST(DashboardFilesTest, TheUsersNamespaceLabelIsAskedForAndShown) {
  GeneratorSettings settings;
  settings.names.namespace_label = "exported_namespace";
  const std::string text = DashboardFiles(settings).at("dashboards/lastgood-posture.json");
  EXPECT_EQ(text.find("\"namespace\": \"Namespace\""), std::string::npos);
  EXPECT_NE(text.find("\"exported_namespace\": \"Namespace\""), std::string::npos);
  EXPECT_NE(text.find("exported_namespace=~\\\"$namespace\\\""), std::string::npos);
  EXPECT_EQ(text.find("{namespace="), std::string::npos);
  EXPECT_EQ(text.find(",namespace="), std::string::npos);
}

TEST(DashboardFilesTest, OtherExportersKeepTheirNamespaceLabel) {
  GeneratorSettings settings;
  settings.names.namespace_label = "exported_namespace";
  const json dashboard = Parsed(settings, "lastgood-postgres");
  for (const json& panel : PanelsOf(dashboard))
    if (panel["title"] == "Replication lag") {
      EXPECT_EQ(panel["targets"][0]["expr"],
                "max by (cluster, namespace, pod) (cnpg_pg_replication_lag{namespace=~\"$namespace\"})");
    }
}

TEST(DashboardFilesTest, WithoutRunbooksThereAreNoLinksToThem) {
  for (const auto& [path, text] : DashboardFiles({}))
    EXPECT_EQ(text.find("What to do"), std::string::npos) << path;
  GeneratorSettings settings;
  UseExternalUrl(settings, "https://ops.example");
  EXPECT_NE(DashboardFiles(settings).begin()->second.find("https://ops.example/runbooks/"),
            std::string::npos);
}

TEST(DashboardFilesTest, EveryDashboardLinksToTheOthersByTheirTag) {
  for (const auto& [path, text] : DashboardFiles({})) {
    const json dashboard = json::parse(text);
    EXPECT_EQ(dashboard["tags"], json({"lastgood"})) << path;
    EXPECT_EQ(dashboard["links"][0]["tags"], json({"lastgood"})) << path;
    EXPECT_EQ(dashboard["annotations"]["list"][0]["name"], "Firing alerts") << path;
  }
}

}  // namespace
}  // namespace lastgood
