// The house rules that a test can hold: which folder may include which, and how long a file may be.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "model/alerts.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;

struct Layer {
  std::string folder;  // of the including file
  // Prefixes that it may include, besides its own folder's files and the libraries.
  std::vector<std::string> allowed;
};

// Every folder with sources, from the ground up. What stands below it, it may include.
const std::vector<Layer> kLayers = {
    {"base/", {}},
    {"model/", {"base/"}},
    {"catalog/", {"base/", "model/"}},
    {"net/http/", {"base/"}},
    {"net/objects/", {"base/"}},
    {"net/prometheus/", {"base/", "net/http/"}},
    {"net/manifests/", {"base/", "net/objects/"}},
    {"net/kube/", {"base/", "net/http/", "net/objects/", "net/manifests/"}},
    {"net/s3/", {"base/", "net/http/"}},
    {"net/loki/", {"base/", "net/http/", "net/prometheus/"}},
    {"collectors/", {"base/", "model/", "net/", "collectors/"}},  // collector.h, all.cc
    {"collectors/shared/", {"base/", "model/", "net/", "collectors/collector.h"}},
    {"proof/", {"base/", "net/s3/", "proof/"}},
    {"proof/barman/", {"base/", "net/s3/", "collectors/dumps/", "proof/"}},
    {"proof/longhorn/", {"base/", "net/objects/", "net/s3/", "collectors/dumps/", "proof/"}},
    {"proof/velero/",
     {"base/", "net/objects/", "net/s3/", "collectors/dumps/", "collectors/repositories/", "proof/"}},
    {"promql/", {"base/", "catalog/"}},
    {"rules/", {"base/", "model/", "catalog/", "promql/"}},
    {"rules/groups/", {"base/", "model/", "catalog/", "promql/", "rules/"}},
    {"rules/stories/", {"base/", "model/", "catalog/", "promql/", "rules/", "rules/groups/"}},
    {"rules/runbooks/", {"base/", "model/", "catalog/", "promql/", "rules/", "rules/groups/"}},
    {"dashboards/", {"base/", "model/", "catalog/", "promql/", "rules/", "rules/groups/"}},
    {"outputs/alertmanager/", {"base/", "model/", "catalog/", "rules/", "rules/groups/"}},
    {"outputs/grafana/", {"base/", "model/", "catalog/", "rules/", "rules/groups/"}},
    {"outputs/kubernetes/",
     {"base/", "model/", "catalog/", "rules/", "rules/groups/", "collectors/collector.h"}},
    {"exporter/", {"base/", "exporter/"}},
    {"exporter/config/", {"base/", "model/", "catalog/", "net/", "collectors/", "rules/", "proof/proof.h"}},
    {"exporter/report/", {"base/", "model/", "catalog/"}},
    {"exporter/story/", {"base/", "model/", "exporter/report/"}},
    {"exporter/state/", {"base/", "model/"}},
    {"exporter/manual/", {"base/", "exporter/config/"}},
    {"exporter/generate/",
     {"base/", "model/", "catalog/", "net/http/", "collectors/collector.h", "rules/", "rules/groups/",
      "rules/stories/", "rules/runbooks/", "dashboards/", "outputs/", "exporter/config/",
      "exporter/manual/"}},
    {"exporter/verify/",
     {"base/", "model/", "catalog/", "net/", "promql/", "rules/", "rules/groups/", "dashboards/",
      "exporter/config/", "exporter/reading/", "exporter/report/"}},
    {"exporter/serve/",
     {"base/", "model/", "catalog/", "net/", "collectors/collector.h", "rules/", "exporter/config/",
      "exporter/generate/", "exporter/report/", "exporter/state/", "exporter/story/"}},
    {"exporter/check_config/",
     {"base/", "net/http/", "collectors/collector.h", "exporter/config/", "exporter/serve/server_tls.h"}},
    {"exporter/discover/",
     {"base/", "model/", "net/", "collectors/", "exporter/config/", "exporter/serve/runner.h"}},
    {"exporter/prove/", {"base/", "net/", "exporter/config/", "exporter/report/", "proof/"}},
    {"exporter/reading/", {"base/", "model/", "net/", "exporter/config/", "exporter/serve/runner.h"}},
    {"exporter/check/",
     {"base/", "model/", "net/", "exporter/config/", "exporter/reading/", "exporter/report/"}},
    {"exporter/explain/",
     {"base/", "model/", "exporter/config/", "exporter/reading/", "exporter/report/", "exporter/story/"}},
};

// What holds a source's own files: each of them may include what is shared, and no other source.
const Layer kSource{"", {"base/", "model/", "net/", "collectors/collector.h", "collectors/shared/"}};

const std::vector<std::string> kRoots = {"base", "catalog", "collectors", "dashboards", "exporter", "model",
                                         "net",  "outputs", "promql",     "proof",      "rules"};

std::vector<std::string> Sources(const std::string& root) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(LASTGOOD_SOURCE_DIR) / root)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".h" || extension == ".cc")
      files.push_back(fs::relative(entry.path(), LASTGOOD_SOURCE_DIR).string());
  }
  return files;
}

void EachLine(const std::string& file, const std::function<void(const std::string&)>& visit) {
  std::ifstream stream(fs::path(LASTGOOD_SOURCE_DIR) / file);
  for (std::string line; std::getline(stream, line);) visit(line);
}

// The project's files that `file` includes, and the libraries' in angle brackets.
std::vector<std::string> Includes(const std::string& file) {
  std::vector<std::string> includes;
  EachLine(file, [&](const std::string& line) {
    if (line.starts_with("#include \"")) includes.push_back(line.substr(10, line.rfind('"') - 10));
    if (line.starts_with("#include <")) includes.push_back(line.substr(9, line.rfind('>') - 8));
  });
  return includes;
}

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

bool IsTest(const std::string& file) {
  const auto is = [&](const char* end) { return file.ends_with(end); };
  return is("_test.cc") || is("_fuzz.cc") || is("_fuzz.h") || is("_world.h") || is("_fixture.h");
}

const Layer* LayerOf(const std::string& folder) {
  for (const Layer& layer : kLayers)
    if (layer.folder == folder) return &layer;
  return folder.starts_with("collectors/") ? &kSource : nullptr;
}

// "rules/" as a prefix stands for the files that lie in it, not for its folders.
bool IsAllowed(const std::string& allowed, const std::string& include) {
  if (allowed == "rules/") return FolderOf(include) == allowed;
  return include.starts_with(allowed);
}

bool MayInclude(const std::string& file, const std::string& include) {
  if (FolderOf(include) == FolderOf(file)) return true;
  const Layer* layer = LayerOf(FolderOf(file));
  return layer != nullptr && std::any_of(layer->allowed.begin(), layer->allowed.end(),
                                         [&](const std::string& each) { return IsAllowed(each, include); });
}

void EachSource(const std::vector<std::string>& roots, const std::function<void(const std::string&)>& visit) {
  for (const std::string& root : roots)
    for (const std::string& file : Sources(root)) visit(file);
}

TEST(StructureTest, EveryFolderSaysWhatItMayInclude) {
  EachSource(kRoots, [](const std::string& file) {
    EXPECT_NE(LayerOf(FolderOf(file)), nullptr)
        << file << ": its folder has no line in kLayers, which says what may be included there";
  });
  for (const auto& entry : fs::directory_iterator(LASTGOOD_SOURCE_DIR)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || name == "tests" || name == "build" || name.starts_with('.')) continue;
    if (std::find(kRoots.begin(), kRoots.end(), name) == kRoots.end()) {
      EXPECT_TRUE(Sources(name).empty()) << name << "/ holds sources and is not in kRoots";
    }
  }
}

TEST(StructureTest, FoldersIncludeOnlyWhatStandsBelowThem) {
  EachSource(kRoots, [](const std::string& file) {
    if (IsTest(file)) return;
    for (const std::string& include : Includes(file))
      if (!include.starts_with("<")) {
        EXPECT_TRUE(MayInclude(file, include)) << file << " includes " << include;
      }
  });
}

TEST(StructureTest, EverySourceHasAHeaderOfItsOwnName) {
  EachSource(kRoots, [](const std::string& file) {
    if (IsTest(file) || !file.ends_with(".cc") || file == "exporter/main.cc" || file == "collectors/all.cc")
      return;
    const std::string header = file.substr(0, file.size() - 2) + "h";
    EXPECT_TRUE(fs::exists(fs::path(LASTGOOD_SOURCE_DIR) / header)) << file << " has no " << header;
  });
}

// "Unprotected" and "Watchdog" are words of their own, which panels have as titles.
bool IsPlainWord(std::string_view name) {
  return std::count_if(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) == 1;
}

// But for the lists of names that alerts have elsewhere.
TEST(StructureTest, AlertsAreNamedByTheirObjectsOnly) {
  std::vector<std::string> quoted;
  for (const AlertName alert : alerts::kAlerts)
    if (!IsPlainWord(alert)) quoted.push_back(fmt::format("\"{}\"", alert));
  EachSource(kRoots, [&](const std::string& file) {
    if (IsTest(file) || file == "model/alerts.h" || file == "rules/runbooks/alert_names.cc" ||
        file.ends_with("/guide.cc"))
      return;
    EachLine(file, [&](const std::string& line) {
      for (const std::string& name : quoted) EXPECT_EQ(line.find(name), line.npos) << file << ": " << line;
    });
  });
}

TEST(StructureTest, ModelAndCatalogueKnowNoJsonHttpOrYaml) {
  for (const char* root : {"model", "catalog"})
    for (const std::string& file : Sources(root))
      for (const std::string& include : Includes(file))
        for (const char* library : {"<nlohmann", "<simdjson", "<yaml-cpp", "<curl", "<boost", "<pugixml"})
          EXPECT_FALSE(include.starts_with(library)) << file << " includes " << include;
}

TEST(StructureTest, NoHeaderBringsAJsonLibrary) {
  for (const std::string& root : kRoots)
    for (const std::string& file : Sources(root))
      for (const std::string& include : file.ends_with(".h") ? Includes(file) : std::vector<std::string>())
        EXPECT_FALSE(include.starts_with("<nlohmann") || include.starts_with("<simdjson"))
            << file << " includes " << include;
}

TEST(StructureTest, OnlyHttpClientAndClockAreVirtual) {
  for (const std::string& root : kRoots)
    for (const std::string& file : Sources(root))
      EachLine(file, [&](const std::string& line) {
        if (line.find("  virtual ") != std::string::npos) {
          EXPECT_TRUE(file == "base/clock.h" || file == "net/http/http.h") << file << ": " << line;
        }
      });
}

TEST(StructureTest, NoFileHasMoreThan300Lines) {
  std::vector<std::string> roots = kRoots;
  roots.emplace_back("tests");
  EachSource(roots, [](const std::string& file) {
    std::size_t lines = 0;
    EachLine(file, [&](const std::string&) { ++lines; });
    EXPECT_LE(lines, 300u) << file;
  });
}

}  // namespace
}  // namespace lastgood
