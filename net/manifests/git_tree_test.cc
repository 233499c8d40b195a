// A folder of a Git repository: manifests as people write them, among much that is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/manifests/index.h"
#include "net/manifests/manifests.h"
#include "tests/support/fakes.h"
#include "tests/support/kube_readings.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kCluster[] = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\n";
constexpr char kBackup[] = "apiVersion: postgresql.cnpg.io/v1\nkind: Backup\n";

class GitTreeTest : public ::testing::Test {
 protected:
  void Read(bool complete = false) {
    auto source = ManifestSource::Open(folder_.path(), {.all = complete});
    ASSERT_TRUE(source.ok()) << source.error().message;
    const std::vector<Reading> readings = {backups_.reading(), clusters_.reading()};
    outcomes_ = source->Read(readings, {}, clock_, {});
    ASSERT_EQ(outcomes_.size(), 2u);
    notes_ = source->Notes();
  }

  FakeClock clock_;
  TempDir folder_;
  Names backups_{lastgood::kBackups}, clusters_{lastgood::kClusters};
  std::vector<Result<ReadOutcome>> outcomes_;
  std::vector<std::string> notes_;
};

TEST_F(GitTreeTest, WhatPeopleWroteIsReadInPart) {
  folder_.Write("c.yaml", std::string(kCluster) + "metadata: {name: pg, namespace: app}\n");
  Read();
  EXPECT_EQ(outcomes_[1]->state, ReadState::kPart);
  EXPECT_EQ(outcomes_[0]->state, ReadState::kUnread);
}

TEST_F(GitTreeTest, WhatAClusterGaveIsAll) {
  folder_.Write("c.yaml", std::string(kCluster) + "metadata: {name: pg, namespace: app, uid: u}\n");
  Read();
  EXPECT_EQ(outcomes_[1]->state, ReadState::kRead);
}

TEST_F(GitTreeTest, WhatIsDeclaredCompleteIsAll) {
  folder_.Write("c.yaml", std::string(kCluster) + "metadata: {name: pg, namespace: app}\n");
  Read(true);
  EXPECT_EQ(outcomes_[1]->state, ReadState::kRead);
  EXPECT_EQ(outcomes_[0]->state, ReadState::kRead) << "there is no Backup";
}

TEST_F(GitTreeTest, FilesThatAreNoManifestsAreOneNoteAndNoProblem) {
  folder_.Write("c.yaml", std::string(kCluster) + "metadata: {name: pg}\n");
  folder_.Write("web/tsconfig.json", "{\n  // comments\n  \"extends\": \"x\",\n}\n");
  folder_.Write("web/list.json", "[1,2,3]\n");
  folder_.Write("web/services.yaml", "- Media:\n    - Plex:\n        icon: {{VAR}}\n");
  folder_.Write("chart/templates/cm.yaml",
                "{{- if .Values.x }}\napiVersion: v1\nkind: ConfigMap\n{{- end }}\n");
  Read();
  EXPECT_THAT(outcomes_[0]->problems, IsEmpty());
  EXPECT_THAT(outcomes_[1]->problems, IsEmpty());
  EXPECT_THAT(notes_, ElementsAre("3 files are no manifests"));
}

TEST_F(GitTreeTest, AHelmTemplateOfAWantedKindIsANote) {
  folder_.Write("chart/templates/c.yaml", std::string(kCluster) + "metadata:\n  name: {{ .Release.Name }}\n");
  Read();
  EXPECT_THAT(Messages(outcomes_[0]), IsEmpty());
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("1 file is a Helm template")));
}

TEST_F(GitTreeTest, APatchOfAKustomizationIsNotTheObject) {
  folder_.Write("base/c.yaml",
                std::string(kCluster) + "metadata: {name: pg, namespace: app}\nspec: {instances: 1}\n");
  folder_.Write("prod/kustomization.yaml",
                "kind: Kustomization\nresources: [../base]\npatches: [{path: patch.yaml}]\n"
                "patchesStrategicMerge:\n- ../more.yaml\n- |\n  kind: Cluster\n");
  folder_.Write("prod/patch.yaml", std::string(kCluster) + "metadata: {name: pg, namespace: app}\n");
  folder_.Write("more.yaml", std::string(kCluster) + "metadata: {name: pg, namespace: app}\n");
  Read();
  EXPECT_THAT(clusters_.list, ElementsAre("app/pg"));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("2 files are kustomize patches")));
}

TEST_F(GitTreeTest, OfAnObjectThatIsWrittenTwiceTheFullestCounts) {
  folder_.Write("a.yaml", std::string(kCluster) + "metadata: {name: pg}\nspec: {instances: 1, backup: {}}\n");
  folder_.Write("b.yaml", std::string(kCluster) + "metadata: {name: pg}\n");
  Read();
  EXPECT_THAT(clusters_.list, ElementsAre("/pg"));
  EXPECT_THAT(notes_, ElementsAre(HasSubstr("the fullest counts: Cluster pg")));
}

TEST_F(GitTreeTest, PlaceholdersAreTheirDefaultsAndWithoutOneATemplate) {
  folder_.Write("a.yaml", std::string(kBackup) + "metadata: {name: \"${APP:-web}\", namespace: app}\n");
  folder_.Write("b.yaml", std::string(kBackup) + "metadata: {name: \"${APP}\", namespace: app}\n");
  folder_.Write("c.yaml", std::string(kCluster) + "metadata: {name: pg}\nspec: {schedule: \"${CRON}\"}\n");
  Read();
  EXPECT_THAT(backups_.list, ElementsAre("app/web"));
  EXPECT_THAT(Messages(outcomes_[0]), ElementsAre(HasSubstr("a template, ${APP} is not filled in")));
  EXPECT_THAT(Messages(outcomes_[1]), ElementsAre(HasSubstr("a template, ${CRON} is not filled in")));
}

TEST_F(GitTreeTest, AFileThatChangesIsLookedAtAgain) {
  const std::string path = folder_.Write("a.yaml", "kind: Deployment\nmetadata: {name: x}\n");
  const auto source = ManifestSource::Open(folder_.path());
  const std::vector<Reading> readings = {clusters_.reading()};
  source->Read(readings, {}, clock_, {});
  EXPECT_THAT(clusters_.list, IsEmpty());
  folder_.Write("a.yaml", std::string(kCluster) + "metadata: {name: pg}\n");
  clock_.Advance(std::chrono::seconds(1));
  source->Read(readings, {}, clock_, {});
  EXPECT_THAT(clusters_.list, ElementsAre("/pg"));
}

}  // namespace
}  // namespace lastgood
