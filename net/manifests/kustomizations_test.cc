#include "net/manifests/kustomizations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class KustomizationsTest : public ::testing::Test {
 protected:
  // What they make of a Cluster "pg" in base/pg.yaml; "as it is", or why that cannot be told.
  std::string Made(const std::string& object =
                       R"({"kind":"Cluster","metadata":{"name":"pg"},"spec":{"instances":1}})") const {
    std::vector<std::string> paths;
    for (const auto& [path, text] : files_) paths.push_back(path);
    const Kustomizations tree(paths, [this](const std::string& path) -> std::optional<std::string> {
      const auto file = files_.find(path);
      return file == files_.end() ? std::nullopt : std::optional(file->second);
    });
    const auto made = tree.Apply("base/pg.yaml", {"postgresql.cnpg.io/v1", "Cluster", "", "pg"}, object);
    return made.ok() ? made->value_or("as it is") : made.error().message;
  }

  std::map<std::string, std::string> files_ = {{"base/kustomization.yaml", "resources: [pg.yaml]\n"},
                                               {"base/pg.yaml", ""}};
};

constexpr char kSetsThree[] =
    "patches: [{patch: '{kind: Cluster, metadata: {name: pg}, spec: {instances: 3}}'}]\n";

TEST_F(KustomizationsTest, WithoutAPatchAnObjectIsAsItIs) { EXPECT_EQ(Made(), "as it is"); }

TEST_F(KustomizationsTest, APatchIsMergedAndNullTakesAway) {
  files_["prod/kustomization.yaml"] = "resources: [../base]\npatches: [{path: patch.yaml}]\n";
  files_["prod/patch.yaml"] =
      "kind: Cluster\nmetadata: {name: pg, labels: {a: b}}\nspec: {instances: null, x: 1}\n";
  EXPECT_EQ(Made(), R"({"kind":"Cluster","metadata":{"labels":{"a":"b"},"name":"pg"},"spec":{"x":1}})");
}

TEST_F(KustomizationsTest, PatchesOfEveryWayOfWritingCount) {
  files_["prod/kustomization.yaml"] =
      "resources: [../base]\n"
      "patchesStrategicMerge:\n- |\n  kind: Cluster\n  metadata: {name: pg}\n  spec: {a: 1}\n- ../b.yaml\n"
      "patchesJson6902: [{target: {kind: Cluster, name: pg}, path: c.yaml}]\n"
      "patches: [{target: {kind: Clu.*, name: p.}, patch: '[{op: add, path: /spec/d, value: 4}]'}]\n";
  files_["b.yaml"] = "kind: Cluster\nmetadata: {name: pg}\nspec: {b: 2}\n";
  files_["prod/c.yaml"] = "- {op: replace, path: /spec/instances, value: 3}\n";
  EXPECT_EQ(Made(),
            R"({"kind":"Cluster","metadata":{"name":"pg"},"spec":{"a":1,"b":2,"d":4,"instances":3}})");
}

TEST_F(KustomizationsTest, APatchOfAnotherObjectChangesNothing) {
  files_["prod/kustomization.yaml"] =
      "resources: [../base]\npatches:\n- patch: '{kind: Cluster, metadata: {name: pg-2}, spec: {a: 1}}'\n"
      "- {target: {kind: Cluster, name: g}, patch: '[{op: remove, path: /spec}]'}\n";
  EXPECT_EQ(Made(), "as it is");
}

TEST_F(KustomizationsTest, AComponentChangesWhatUsesIt) {
  files_["base/kustomization.yaml"] = "resources: [pg.yaml]\n";
  files_["backup/kustomization.yaml"] = std::string("kind: Component\n") + kSetsThree;
  files_["prod/kustomization.yaml"] = "resources: [../base]\ncomponents: [../backup]\n";
  EXPECT_EQ(Made(), R"({"kind":"Cluster","metadata":{"name":"pg"},"spec":{"instances":3}})");
}

TEST_F(KustomizationsTest, WhatDiffersFromOverlayToOverlayCannotBeTold) {
  files_["staging/kustomization.yaml"] = "resources: [../base]\n";
  EXPECT_EQ(Made(), "as it is");
  files_["prod/kustomization.yaml"] = std::string("resources: [../base]\n") + kSetsThree;
  EXPECT_THAT(Made(), HasSubstr("several kustomizations make different things of it"));
}

TEST_F(KustomizationsTest, APatchThatIsNotUnderstoodLeavesItUnknown) {
  for (const char* patch : {"{target: {kind: Cluster}, path: gone.yaml}",
                            "{target: {kind: Cluster, labelSelector: a=b}, patch: '{spec: {a: 1}}'}",
                            "{patch: '{kind: Cluster, metadata: {name: pg}, $patch: delete}'}",
                            "{target: {kind: Cluster}, patch: '[{op: remove, path: /nowhere}]'}",
                            "{target: {kind: Cluster}, patch: '[{op: nonsense}]'}"}) {
    files_["prod/kustomization.yaml"] = "resources: [../base]\npatches: [" + std::string(patch) + "]\n";
    EXPECT_THAT(Made(), HasSubstr("is not known: give lastgood what it becomes: kubectl kustomize DIR"))
        << patch;
  }
}

TEST_F(KustomizationsTest, CirclesAreBoundedAndSaid) {
  files_["a/kustomization.yaml"] = "resources: [../a, ../a, ../base]\ncomponents: [../a, ../a]\n";
  files_["prod/kustomization.yaml"] = "resources: [../base]\ncomponents: [../a]\n";
  EXPECT_THAT(Made(), HasSubstr("go round in circles, or are too many"));
}

TEST_F(KustomizationsTest, CopiesThatDoubleAnObjectAreNotFollowed) {
  files_["prod/kustomization.yaml"] =
      "resources: [../base]\npatches: [{target: {kind: Cluster}, patch: "
      "'[{op: copy, from: \"\", path: /spec/a}, {op: copy, from: \"\", path: /spec/b}]'}]\n";
  EXPECT_THAT(Made(), HasSubstr("is not known"));
}

TEST_F(KustomizationsTest, FilesThatHoldPatchesAreNamed) {
  const Kustomizations tree({"prod/kustomization.yaml", "prod/x.yaml"}, [](const std::string& path) {
    return path == "prod/kustomization.yaml"
               ? std::optional<std::string>(
                     "patches: [{path: ./x.yaml}]\npatchesStrategicMerge: [../y.yaml]\n")
               : std::nullopt;
  });
  EXPECT_THAT(tree.patch_files(), ElementsAre("prod/x.yaml", "y.yaml"));
}

}  // namespace
}  // namespace lastgood
