// Every Kubernetes object that generate writes, by the rules that an API server has for all of them. The
// schemas of the operators' own kinds are not at hand here.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <regex>
#include <set>

#include "exporter/generate/generate.h"

namespace lastgood {
namespace {

std::map<std::string, std::string> Objects() {
  std::map<std::string, std::string> objects;
  for (auto& [path, text] : Generate("kubernetes", {}))
    if (path.ends_with(".yaml") && !path.ends_with("/kustomization.yaml") &&
        !path.ends_with("/lastgood.yaml"))
      objects.emplace(path, std::move(text));
  return objects;
}

// yaml-cpp keeps the pairs of a mapping as they were written, doubles included.
void ExpectNoKeyTwice(const YAML::Node& node, const std::string& where) {
  std::set<std::string> keys;
  for (const auto& child : node) {
    if (node.IsMap()) {
      const std::string key = child.first.as<std::string>();
      EXPECT_TRUE(keys.insert(key).second) << where << " has " << key << " twice";
      ExpectNoKeyTwice(child.second, where + "." + key);
    } else {
      ExpectNoKeyTwice(child, where + "[]");
    }
  }
}

TEST(KubernetesObjectsTest, EachSaysWhatItIsUnderAValidName) {
  const std::regex dns_label("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  std::set<std::string> seen;
  ASSERT_GT(Objects().size(), 10u);
  for (const auto& [path, text] : Objects()) {
    const YAML::Node object = YAML::Load(text);
    const std::string kind = object["kind"].as<std::string>(""),
                      name = object["metadata"]["name"].as<std::string>("");
    EXPECT_NE(object["apiVersion"].as<std::string>(""), "") << path;
    EXPECT_NE(kind, "") << path;
    EXPECT_TRUE(std::regex_match(name, dns_label)) << path << ": " << name;
    EXPECT_TRUE(seen.insert(kind + "/" + name).second) << path << " is there twice";
    EXPECT_EQ(object["metadata"]["namespace"].IsDefined(), !kind.starts_with("ClusterRole")) << path;
  }
}

TEST(KubernetesObjectsTest, LabelsAreText) {
  const std::regex value("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?"), number("[0-9.]+|true|false");
  for (const auto& [path, text] : Objects()) {
    const YAML::Node object = YAML::Load(text);
    for (const auto& label : object["metadata"]["labels"]) {
      const std::string written = label.second.as<std::string>();
      EXPECT_TRUE(std::regex_match(written, value)) << path << ": " << written;
      EXPECT_FALSE(label.second.Tag() == "?" && std::regex_match(written, number)) << path << ": " << written;
    }
  }
}

TEST(KubernetesObjectsTest, NoMappingHasAKeyTwice) {
  for (const auto& [path, text] : Objects()) ExpectNoKeyTwice(YAML::Load(text), path);
}

}  // namespace
}  // namespace lastgood
