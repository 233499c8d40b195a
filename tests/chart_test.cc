// What deploy/ holds of `generate`'s output is what it writes now: the files of the Helm chart and the base
// of deploy/kustomize. `./dev chart` writes them anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <set>

#include "collectors/collector.h"
#include "exporter/generate/generate.h"
#include "outputs/kubernetes/cluster_role.h"
#include "tests/support/golden.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using Paths = std::set<std::string>;

constexpr const char* kChart = "deploy/helm/lastgood/";

// Every file below a folder, by its path in the repository.
Paths FilesBelow(const std::string& folder) {
  const fs::path root(LASTGOOD_SOURCE_DIR);
  Paths paths;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder))
    if (entry.is_regular_file()) paths.insert(fs::relative(entry.path(), root).string());
  return paths;
}

std::string RightsOf(const CollectorKind& kind) {
  return std::string(kChart) + "files/rbac/" + std::string(kind.name) + ".yaml";
}

Paths ExpectEachGenerated(std::string_view what) {
  Paths paths;
  for (const auto& [path, text] : Generate(what, {}))
    if (!path.starts_with("rules/tests/") && !path.starts_with("mimir/")) {
      ExpectGenerated(path, text);
      paths.insert(GoldenPath(path));
    }
  return paths;
}

TEST(ChartTest, TheBaseOfKustomizeIsWhatGenerateWrites) {
  EXPECT_EQ(ExpectEachGenerated("kubernetes"), FilesBelow("deploy/kustomize/base"));
}

TEST(ChartTest, ItsRulesDashboardsAndRightsAreWhatGenerateWrites) {
  Paths paths = ExpectEachGenerated("rules");
  paths.merge(ExpectEachGenerated("dashboards"));
  for (const CollectorKind& kind : AllCollectorKinds()) {
    if (kind.reads.empty()) continue;
    GeneratorSettings settings;
    settings.everything = false;
    settings.collectors = {std::string(kind.name)};
    ExpectGolden(RightsOf(kind), ClusterRoleFiles(settings)["kubernetes/clusterrole.yaml"]);
    paths.insert(RightsOf(kind));
  }
  EXPECT_EQ(paths, FilesBelow(std::string(kChart) + "files"));
}

TEST(ChartTest, ItsValuesNameEachCollectorThatReadsKubernetes) {
  std::set<std::string> named, kinds;
  const YAML::Node values = YAML::LoadFile(std::string(LASTGOOD_SOURCE_DIR) + "/" + kChart + "values.yaml");
  for (const auto& collector : values["collectors"]) named.insert(collector.first.as<std::string>());
  for (const CollectorKind& kind : AllCollectorKinds())
    if (!kind.reads.empty()) kinds.insert(std::string(kind.name));
  EXPECT_EQ(named, kinds);
}

}  // namespace
}  // namespace lastgood
