#include "outputs/kubernetes/cluster_role.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>

#include "collectors/collector.h"
#include "net/objects/reading.h"
#include "tests/support/golden.h"

namespace lastgood {
namespace {

constexpr const char* kPath = "kubernetes/clusterrole.yaml";

// "longhorn.io/volumes"
std::set<std::string> Granted(const GeneratorSettings& settings) {
  std::set<std::string> granted;
  const YAML::Node role = YAML::Load(ClusterRoleFiles(settings)[kPath]);
  for (const YAML::Node& rule : role["rules"])
    for (const YAML::Node& resource : rule["resources"])
      granted.insert(rule["apiGroups"][0].as<std::string>() + "/" + resource.as<std::string>());
  return granted;
}

TEST(ClusterRoleTest, TheFileIsTheGoldenOne) { ExpectGenerated(kPath, ClusterRoleFiles({})[kPath]); }

TEST(ClusterRoleTest, GrantsWhatCollectorsReadAndNothingElse) {
  std::set<std::string> read;
  for (const CollectorKind& kind : AllCollectorKinds())
    for (const Resource& resource : kind.reads)
      read.insert(std::string(resource.group) + "/" + std::string(resource.plural));
  EXPECT_GT(read.size(), 10u);
  EXPECT_EQ(Granted({}), read);
  EXPECT_FALSE(read.contains("/secrets"));
}

TEST(ClusterRoleTest, ACollectorThatIsNotConfiguredNeedsNoRights) {
  GeneratorSettings settings;
  settings.everything = false;
  settings.collectors = {"cnpg", "s3"};
  const std::set<std::string> granted = Granted(settings);
  EXPECT_TRUE(granted.contains("postgresql.cnpg.io/backups"));
  EXPECT_FALSE(granted.contains("longhorn.io/volumes"));
}

TEST(ClusterRoleTest, OnlyReads) {
  const YAML::Node role = YAML::Load(ClusterRoleFiles({})[kPath]);
  for (const YAML::Node& rule : role["rules"]) EXPECT_EQ(YAML::Dump(rule["verbs"]), "[list, watch]");
}

}  // namespace
}  // namespace lastgood
