#include "net/manifests/glance.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

const Kinds kWanted = {"Backup", "Cluster"};

bool Yaml(std::string_view text) { return GlanceAtYaml(text).MayHold(kWanted); }
bool Json(std::string_view text) { return GlanceAtJson(text).MayHold(kWanted); }

TEST(GlanceTest, TheKindOfABlockMappingDecides) {
  EXPECT_TRUE(Yaml("apiVersion: v1\nkind: Backup\n"));
  EXPECT_TRUE(Yaml("---\n# a comment\n  kind :  'Backup' # so\n  spec: {}\r\n"));
  EXPECT_TRUE(Yaml("\"kind\": \"Cluster\"\r\n"));
  EXPECT_FALSE(Yaml("apiVersion: v1\nkind: Deployment\nspec:\n  kind: Backup\n"));
  EXPECT_FALSE(Yaml("values:\n  kind: Backup\n"));
  EXPECT_FALSE(Yaml("- kind: Backup\n"));
  EXPECT_FALSE(Yaml("kinds: Backup\n"));
}

TEST(GlanceTest, InDoubtADocumentIsWorthParsing) {
  EXPECT_TRUE(Yaml("{apiVersion: v1, kind: Backup}\n"));
  EXPECT_TRUE(Yaml("--- {kind: Backup}\n"));
  EXPECT_TRUE(Yaml("kind: &k Backup\n"));
  EXPECT_TRUE(Yaml("kind: >-\n  Backup\n"));
  EXPECT_TRUE(Yaml("apiVersion: v1\nitems:\n- kind: Backup\n")) << "a list whose end was cut off";
}

TEST(GlanceTest, AListMayHoldAnything) {
  EXPECT_TRUE(Yaml("apiVersion: v1\nitems: []\nkind: List\n"));
  EXPECT_TRUE(Json(R"({"kind": "BackupList", "items": []})"));
}

TEST(GlanceTest, EveryKindOfAJsonTextCounts) {
  EXPECT_TRUE(Json(R"({"kind" : "Pod"}{"x": {"kind":
      "Backup"}})"));
  EXPECT_FALSE(Json(R"({"kind": "Pod", "kind2": "Backup"})"));
  EXPECT_FALSE(Json(R"([1, 2])"));
  EXPECT_TRUE(GlanceAtJson(R"({"a": 1})").kinds.empty());
  EXPECT_EQ(GlanceAtJson(R"({"kind": "Pod"})").kinds, Kinds{"Pod"});
}

}  // namespace
}  // namespace lastgood
