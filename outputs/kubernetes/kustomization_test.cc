#include "outputs/kubernetes/kustomization.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "outputs/kubernetes/workload.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using Names = std::vector<std::string>;

Names ResourcesOf(const Files& files, const std::string& folder) {
  return YAML::Load(files.at(folder + "kustomization.yaml"))["resources"].as<Names>();
}

TEST(KustomizationTest, EachFolderListsItsOwnObjectsOnly) {
  const Files files = KustomizationFiles({{"kubernetes/service.yaml", ""},
                                          {"kubernetes/deployment.yaml", ""},
                                          {"kubernetes/prometheus-operator/servicemonitor.yaml", ""}},
                                         {});
  EXPECT_THAT(ResourcesOf(files, "kubernetes/"), ElementsAre("deployment.yaml", "service.yaml"));
  EXPECT_THAT(ResourcesOf(files, "kubernetes/prometheus-operator/"), ElementsAre("servicemonitor.yaml"));
  EXPECT_EQ(files.size(), 2u);
}

TEST(KustomizationTest, TheConfigIsNoObjectButTheConfigMapThatThePodMounts) {
  GeneratorSettings settings;
  settings.kubernetes_namespace = "observe";
  const Files objects = WorkloadFiles(settings);
  const YAML::Node root =
      YAML::Load(KustomizationFiles(objects, settings).at("kubernetes/kustomization.yaml"));
  EXPECT_THAT(root["resources"].as<Names>(), testing::Not(testing::Contains("lastgood.yaml")));
  const YAML::Node map = root["configMapGenerator"][0];
  EXPECT_EQ(map["namespace"].as<std::string>(), "observe");
  EXPECT_THAT(map["files"].as<Names>(), ElementsAre("lastgood.yaml"));
  const YAML::Node pod = YAML::Load(objects.at("kubernetes/deployment.yaml"))["spec"]["template"]["spec"];
  EXPECT_EQ(pod["volumes"][0]["configMap"]["name"].as<std::string>(), map["name"].as<std::string>());
}

}  // namespace
}  // namespace lastgood
