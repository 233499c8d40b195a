// A Git repository with a base, a component and overlays: what the real kustomize makes of it, and the folder
// itself. Skipped where there is no kustomize that knows components.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/api_server.h"
#include "tests/support/demo.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kCluster[] =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg}\nspec: {instances: 3}\n";
constexpr char kNightly[] =
    "apiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: {name: nightly}\n"
    "spec: {schedule: 0 0 2 * * *, method: plugin, cluster: {name: pg},\n"
    "  pluginConfiguration: {name: barman-cloud.cloudnative-pg.io}}\n";
constexpr char kStore[] =
    "apiVersion: barmancloud.cnpg.io/v1\nkind: ObjectStore\nmetadata: {name: store}\n"
    "spec: {configuration: {destinationPath: 's3://backups/pg'}}\n";
constexpr char kArchive[] =
    "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg}\nspec:\n  plugins:\n"
    "  - {name: barman-cloud.cloudnative-pg.io, isWALArchiver: true, parameters: {barmanObjectName: "
    "store}}\n";
constexpr char kComponent[] =
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [nightly.yaml, store.yaml]\n"
    "patches: [{path: archive.yaml}]\n";

constexpr char kSuspends[] =
    "components: [../../components/backup]\npatches:\n- target: {kind: ScheduledBackup}\n  patch: |\n"
    "    - op: add\n      path: /spec/suspend\n      value: true\n";

class RealKustomizeTest : public testing::Test {
 protected:
  void SetUp() override {
    tree_.Write("base/kustomization.yaml", "resources: [cluster.yaml]\n");
    tree_.Write("base/cluster.yaml", kCluster);
    tree_.Write("components/backup/kustomization.yaml", kComponent);
    tree_.Write("components/backup/nightly.yaml", kNightly);
    tree_.Write("components/backup/store.yaml", kStore);
    tree_.Write("components/backup/archive.yaml", kArchive);
    if (!FindKustomize()) GTEST_SKIP() << "no kustomize here: install kubectl, or ./dev test-real builds one";
  }

  void Overlay(const std::string& name, const std::string& more) {
    tree_.Write("overlays/" + name + "/kustomization.yaml",
                "namespace: " + name + "\nresources: [../../base]\n" + more);
  }

  std::string Rendered(const std::string& overlay) {
    std::vector<std::string> argv = kustomize_;
    argv.push_back(tree_ / ("overlays/" + overlay));
    Process process(argv);
    EXPECT_EQ(process.Wait(), 0) << process.err;
    return process.out;
  }

  // Exit code; the report goes to report_.
  int Check(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), {LASTGOOD_BINARY, "check"});
    Process process(arguments, input, {"KUBECONFIG=", "HOME=/nonexistent", "KUBERNETES_SERVICE_HOST="});
    const int code = process.Wait();
    report_ = process.out;
    EXPECT_EQ(process.err.find("error"), std::string::npos) << process.err;
    return code;
  }

  TempDir tree_;
  std::string report_;

 private:
  // Debian 12's kubectl has a kustomize from before components.
  bool FindKustomize() {
    Overlay("probe", "components: [../../components/backup]\n");
    for (std::vector<std::string> argv :
         {std::vector<std::string>{ApiServer::Programs() + "/kustomize", "build"},
          {"kubectl", "kustomize"}}) {
      kustomize_ = argv;
      argv.push_back(tree_ / "overlays/probe");
      if (Process(argv).Wait() == 0) return true;
    }
    return false;
  }

  std::vector<std::string> kustomize_;
};

TEST_F(RealKustomizeTest, WhatAComponentAddsIsScheduledAndWhatItLeavesOutIsNot) {
  Overlay("production", "components: [../../components/backup]\n");
  Overlay("staging", "");
  EXPECT_EQ(Check({"-", "--complete=clusters,scheduledbackups"}, Rendered("production")), 2) << report_;
  EXPECT_THAT(report_, AllOf(HasSubstr("production/pg"), HasSubstr("no Backup is in the dump"),
                             Not(HasSubstr("CRITICAL"))));
  EXPECT_EQ(Check({"-", "--complete=clusters,scheduledbackups"}, Rendered("staging")), 1) << report_;
  EXPECT_THAT(report_, AllOf(HasSubstr("CRITICAL"), HasSubstr("staging/pg"), HasSubstr("unprotected")));
}

TEST_F(RealKustomizeTest, APatchThatSuspendsAScheduleIsSeen) {
  Overlay("weekend", kSuspends);
  EXPECT_EQ(Check({"-"}, Rendered("weekend")), 1);
  EXPECT_THAT(report_, HasSubstr("ScheduledBackup nightly (0 0 2 * * *) is suspended"));
}

// The reason for which people are told to render first; without it there is no false alarm either.
TEST_F(RealKustomizeTest, TheFolderItselfSaysTheSameOfOneOverlayAndNothingOfTwoThatDiffer) {
  std::filesystem::remove_all(tree_ / "overlays/probe");
  Overlay("weekend", kSuspends);
  EXPECT_EQ(Check({tree_.path()}), 1) << report_;
  EXPECT_THAT(report_, AllOf(HasSubstr("nightly (0 0 2 * * *) is suspended"), Not(HasSubstr("CRITICAL"))));
  Overlay("production", "components: [../../components/backup]\n");
  EXPECT_EQ(Check({tree_.path()}), 2) << report_;
  EXPECT_THAT(report_, AllOf(HasSubstr("several kustomizations make"), Not(HasSubstr("CRITICAL"))));
}

}  // namespace
}  // namespace lastgood
