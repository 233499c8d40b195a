#include "outputs/kubernetes/secret_roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "outputs/kubernetes/cluster_role.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(SecretRolesTest, WithoutABucketThatNamesOneNoSecretMayBeRead) {
  EXPECT_THAT(SecretRoleFiles({}), IsEmpty());
  EXPECT_THAT(ClusterRoleFiles({})["kubernetes/clusterrole.yaml"], HasSubstr("no Secret is read"));
}

TEST(SecretRolesTest, EachNamespaceGetsARoleForExactlyTheNamesInIt) {
  GeneratorSettings settings;
  settings.secrets = {{"shop", {"s3-a", "s3-b"}}, {"velero", {"cloud-credentials"}}};
  Files files = SecretRoleFiles(settings);
  ASSERT_THAT(files, SizeIs(2));
  const std::vector<YAML::Node> shop = YAML::LoadAll(files["kubernetes/secret-reader-shop.yaml"]);
  ASSERT_THAT(shop, SizeIs(2));
  EXPECT_EQ(shop[0]["kind"].as<std::string>(), "Role");
  EXPECT_EQ(shop[0]["metadata"]["namespace"].as<std::string>(), "shop");
  EXPECT_EQ(YAML::Dump(shop[0]["rules"]),
            "- apiGroups: [\"\"]\n  resources: [secrets]\n  resourceNames: [s3-a, s3-b]\n  verbs: [list]");
  EXPECT_EQ(shop[1]["kind"].as<std::string>(), "RoleBinding");
  EXPECT_EQ(shop[1]["metadata"]["namespace"].as<std::string>(), "shop");
  EXPECT_EQ(shop[1]["subjects"][0]["namespace"].as<std::string>(), "monitoring");
  EXPECT_THAT(ClusterRoleFiles(settings)["kubernetes/clusterrole.yaml"], Not(HasSubstr("no Secret is read")));
}

}  // namespace
}  // namespace lastgood
