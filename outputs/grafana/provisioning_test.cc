#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "outputs/grafana/grafana.h"
#include "outputs/kubernetes/service_monitor.h"
#include "tests/support/golden.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

constexpr const char* kDataSources = "grafana/provisioning/datasources/lastgood.yaml";

TEST(ProvisioningTest, TheFilesAreTheGoldenOnes) {
  for (const Files& files : {GrafanaProvisioningFiles({}), ServiceMonitorFiles({})})
    for (const auto& [path, text] : files) ExpectGenerated(path, text);
}

TEST(ProvisioningTest, DataSourcesAreThoseOfTheSettings) {
  GeneratorSettings settings;
  settings.prometheus = {"Mimir", "mimir", "http://mimir/prometheus"};
  settings.alertmanager.uid = "am";
  const YAML::Node sources = YAML::Load(GrafanaProvisioningFiles(settings)[kDataSources])["datasources"];
  ASSERT_EQ(sources.size(), 3u);
  EXPECT_EQ(sources[0]["name"].as<std::string>(), "Mimir");
  EXPECT_EQ(sources[0]["uid"].as<std::string>(), "mimir");
  EXPECT_EQ(sources[0]["url"].as<std::string>(), "http://mimir/prometheus");
  EXPECT_EQ(sources[0]["jsonData"]["alertmanagerUid"].as<std::string>(), "am");
  EXPECT_EQ(sources[2]["jsonData"]["implementation"].as<std::string>(), "prometheus");
}

TEST(ProvisioningTest, WithoutLokiInTheConfigThereIsNoLokiDataSource) {
  GeneratorSettings settings;
  settings.everything = false;
  settings.collectors = {"cnpg"};
  const YAML::Node sources = YAML::Load(GrafanaProvisioningFiles(settings)[kDataSources]);
  for (const YAML::Node& source : sources["datasources"]) EXPECT_NE(source["type"].as<std::string>(), "loki");
}

TEST(ProvisioningTest, TheStacksOwnDataSourcesAreNotDefinedAnew) {
  EXPECT_TRUE(DataSourceConfigMapFiles({}).empty());
  GeneratorSettings settings;
  settings.prometheus.url = "http://thanos:9090";
  EXPECT_TRUE(DataSourceConfigMapFiles(settings).empty()) << "under the stack's uid it would be the stack's";
}

TEST(ProvisioningTest, TheSidecarsLabelIsTextAndItsFileTheDataSourcesOfTheSettings) {
  GeneratorSettings settings;
  settings.loki = {"Logs", "logs", "http://loki.logs:3100"};
  const YAML::Node object = YAML::Load(
      DataSourceConfigMapFiles(settings)["kubernetes/grafana-datasources/configmap-datasources.yaml"]);
  // A quoted scalar; a number would be refused by the API server.
  EXPECT_EQ(object["metadata"]["labels"]["grafana_datasource"].Tag(), "!");
  const YAML::Node inner = YAML::Load(object["data"]["lastgood-datasources.yaml"].as<std::string>());
  ASSERT_EQ(inner["datasources"].size(), 1u);
  EXPECT_EQ(inner["datasources"][0]["uid"].as<std::string>(), "logs");
}

TEST(ServiceMonitorTest, KeepsLabelsAndTheJobThatTheRulesKnow) {
  GeneratorSettings settings;
  settings.job = "backups";
  const auto endpoint = [&] {
    return YAML::Load(ServiceMonitorFiles(
        settings)["kubernetes/prometheus-operator/servicemonitor.yaml"])["spec"]["endpoints"][0];
  };
  EXPECT_TRUE(endpoint()["honorLabels"].as<bool>());
  EXPECT_EQ(endpoint()["relabelings"][0]["replacement"].as<std::string>(), "backups");
  settings.names.namespace_label = "exported_namespace";
  EXPECT_FALSE(endpoint()["honorLabels"].as<bool>());
}

TEST(ServiceMonitorTest, WithoutAReleaseThereIsNoLabelForOne) {
  GeneratorSettings settings;
  settings.release = "";
  EXPECT_THAT(ServiceMonitorFiles({})["kubernetes/prometheus-operator/servicemonitor.yaml"],
              HasSubstr("release: "));
  EXPECT_THAT(ServiceMonitorFiles(settings)["kubernetes/prometheus-operator/servicemonitor.yaml"],
              testing::Not(HasSubstr("release")));
}

}  // namespace
}  // namespace lastgood
