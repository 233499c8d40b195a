#include "base/yaml_merge.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

// The document after merging, or what is wrong with it.
std::string Merged(const std::string& text) {
  YAML::Node document = YAML::Load(text);
  YAML::Mark where;
  const std::string wrong = Merge(document, where);
  if (!wrong.empty()) return std::to_string(where.line + 1) + ": " + wrong;
  YAML::Emitter out;
  out << YAML::Flow << document;
  return out.c_str();
}

TEST(YamlMergeTest, AMappingGetsTheKeysThatItDoesNotHaveItself) {
  EXPECT_EQ(Merged("{<<: {a: 1, b: 2}, b: 3}"), "{b: 3, a: 1}");
  EXPECT_EQ(Merged("{b: 3, <<: {a: 1, b: 2}}"), "{b: 3, a: 1}");
  EXPECT_EQ(Merged("{<<: [{a: 1}, {a: 2, b: 2}]}"), "{a: 1, b: 2}") << "the first of a list wins";
}

TEST(YamlMergeTest, MergesAreFollowedThroughAliasesAndOneAnother) {
  EXPECT_EQ(Merged("[{<<: {<<: {a: 1}, b: 2}}]"), "[{b: 2, a: 1}]");
  EXPECT_EQ(Merged("{<<: {a: 1}, <<: {b: 2}}"), "{a: 1, b: 2}");
}

TEST(YamlMergeTest, AQuotedKeyIsAKey) { EXPECT_EQ(Merged("{\"<<\": 1}"), "{<<: 1}"); }

TEST(YamlMergeTest, WhatIsNoMappingCannotBeMerged) {
  EXPECT_EQ(Merged("a:\n  <<: x\n"), "2: <<: expected a mapping or a list of mappings");
  EXPECT_EQ(Merged("a:\n  <<: [x]\n"), "2: <<: expected a mapping");
  EXPECT_EQ(Merged("a:\n  <<: ~\n"), "2: <<: expected a mapping or a list of mappings");
}

// Each mapping holds all keys of the one before it.
TEST(YamlMergeTest, ALongChainIsRefusedInTime) {
  std::string text = "l0: &l0 {k0: 1}\n";
  for (int i = 1; i < 2000; ++i) {
    const std::string n = std::to_string(i);
    text += "l" + n + ": &l" + n + " {<<: *l" + std::to_string(i - 1) + ", k" + n + ": 1}\n";
  }
  EXPECT_NE(Merged(text).find("more than 10,000 keys are merged"), std::string::npos);
}

}  // namespace
}  // namespace lastgood
