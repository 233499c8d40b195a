#include "outputs/kubernetes/workload.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

namespace lastgood {
namespace {

YAML::Node Object(const std::string& name, const GeneratorSettings& settings = {}) {
  return YAML::Load(WorkloadFiles(settings).at("kubernetes/" + name + ".yaml"));
}

YAML::Node Pod(const GeneratorSettings& settings = {}) {
  return Object("deployment", settings)["spec"]["template"]["spec"];
}

TEST(WorkloadTest, ThePodMayDoNothingButRead) {
  const YAML::Node pod = Pod(), container = pod["containers"][0]["securityContext"];
  EXPECT_TRUE(pod["securityContext"]["runAsNonRoot"].as<bool>());
  EXPECT_EQ(pod["securityContext"]["seccompProfile"]["type"].as<std::string>(), "RuntimeDefault");
  EXPECT_TRUE(container["readOnlyRootFilesystem"].as<bool>());
  EXPECT_FALSE(container["allowPrivilegeEscalation"].as<bool>());
  EXPECT_EQ(container["capabilities"]["drop"][0].as<std::string>(), "ALL");
}

TEST(WorkloadTest, OnlyThePodMountsTheToken) {
  EXPECT_TRUE(Pod()["automountServiceAccountToken"].as<bool>());
  EXPECT_FALSE(Object("serviceaccount")["automountServiceAccountToken"].as<bool>());
}

TEST(WorkloadTest, TheServiceAndTheRoleFindWhatTheyAreFor) {
  GeneratorSettings settings;
  settings.kubernetes_namespace = "observe";
  const YAML::Node deployment = Object("deployment", settings);
  EXPECT_EQ(YAML::Dump(Object("service")["spec"]["selector"]),
            YAML::Dump(deployment["spec"]["template"]["metadata"]["labels"]));
  const YAML::Node subject = Object("clusterrolebinding", settings)["subjects"][0];
  EXPECT_EQ(subject["name"].as<std::string>(),
            deployment["spec"]["template"]["spec"]["serviceAccountName"].as<std::string>());
  EXPECT_EQ(subject["namespace"].as<std::string>(), "observe");
}

TEST(WorkloadTest, TheImageAndTheCollectorsAreThoseOfTheSettings) {
  GeneratorSettings settings;
  settings.image = "registry.example/lastgood:1";
  settings.everything = false;
  settings.collectors = {"cnpg", "s3"};
  EXPECT_EQ(Pod(settings)["containers"][0]["image"].as<std::string>(), "registry.example/lastgood:1");
  const YAML::Node config = Object("lastgood", settings);
  EXPECT_EQ(YAML::Dump(config["collectors"]), "cnpg: {}");
  EXPECT_FALSE(config["buckets"].IsDefined());
  EXPECT_FALSE(Object("lastgood")["collectors"].IsDefined()) << "all of them run without the section";
}

}  // namespace
}  // namespace lastgood
