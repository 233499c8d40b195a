// The house rules that a test can hold: which folder may include which, and how long a file may be.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace lastgood {
namespace {

namespace fs = std::filesystem;

struct Layer {
  std::string folder;  // of the including file
  std::vector<std::string>
      allowed;  // prefixes that it may include, besides its own folder and the standard library
};

// Longer folders first: the first that matches decides.
const std::vector<Layer> kLayers = {
    {"base/", {"rules/settings.h"}},
    {"model/", {"base/"}},
    {"catalog/", {"base/", "model/"}},
    {"net/", {"base/", "net/"}},
    {"promql/", {"base/", "catalog/"}},
    {"rules/", {"base/", "catalog/", "model/", "promql/", "rules/"}},
    {"dashboards/", {"base/", "catalog/", "promql/", "rules/"}},
    {"outputs/kubernetes/", {"base/", "catalog/", "rules/", "collectors/collector.h"}},
    {"outputs/", {"base/", "catalog/", "rules/"}},
    {"collectors/all.cc", {"collectors/"}},
    {"collectors/", {"base/", "model/", "net/", "collectors/shared/", "collectors/collector.h"}},
};

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
  return file.ends_with("_test.cc") || file.ends_with("_world.h") || file.ends_with("_fixture.h");
}

// A collector may include what lies directly in collectors/, and its own folder; never another's.
bool IsCollectorsShared(const std::string& file, const std::string& include) {
  return file.starts_with("collectors/") && FolderOf(include) == "collectors/";
}

bool MayInclude(const std::string& file, const std::string& include) {
  for (const Layer& layer : kLayers) {
    if (!file.starts_with(layer.folder)) continue;
    if (FolderOf(include) == FolderOf(file) || IsCollectorsShared(file, include)) return true;
    return std::any_of(layer.allowed.begin(), layer.allowed.end(),
                       [&](const std::string& allowed) { return include.starts_with(allowed); });
  }
  return true;
}

TEST(StructureTest, FoldersIncludeOnlyWhatTheDesignAllows) {
  for (const char* root : {"base", "catalog", "collectors", "dashboards", "exporter", "model", "net",
                           "outputs", "promql", "rules"})
    for (const std::string& file : Sources(root))
      for (const std::string& include : IsTest(file) ? std::vector<std::string>() : Includes(file))
        if (!include.starts_with("<")) {
          EXPECT_TRUE(MayInclude(file, include)) << file << " includes " << include;
        }
}

TEST(StructureTest, ModelAndCatalogueKnowNoJsonHttpOrYaml) {
  for (const char* root : {"model", "catalog"})
    for (const std::string& file : Sources(root))
      for (const std::string& include : Includes(file))
        for (const char* library : {"<nlohmann", "<simdjson", "<yaml-cpp", "<curl", "<civetweb", "<pugixml"})
          EXPECT_FALSE(include.starts_with(library)) << file << " includes " << include;
}

TEST(StructureTest, NoHeaderBringsAJsonLibrary) {
  for (const char* root : {"base", "catalog", "collectors", "dashboards", "exporter", "model", "net",
                           "outputs", "promql", "rules"})
    for (const std::string& file : Sources(root))
      for (const std::string& include : file.ends_with(".h") ? Includes(file) : std::vector<std::string>())
        EXPECT_FALSE(include.starts_with("<nlohmann") || include.starts_with("<simdjson"))
            << file << " includes " << include;
}

TEST(StructureTest, OnlyHttpClientAndClockAreVirtual) {
  for (const char* root : {"base", "catalog", "collectors", "dashboards", "exporter", "model", "net",
                           "outputs", "promql", "rules"})
    for (const std::string& file : Sources(root))
      EachLine(file, [&](const std::string& line) {
        if (line.find("  virtual ") != std::string::npos) {
          EXPECT_TRUE(file == "base/clock.h" || file == "net/http/http.h") << file << ": " << line;
        }
      });
}

TEST(StructureTest, NoFileHasMoreThan300Lines) {
  for (const char* root : {"base", "catalog", "collectors", "dashboards", "exporter", "model", "net",
                           "outputs", "promql", "rules", "tests"})
    for (const std::string& file : Sources(root)) {
      std::size_t lines = 0;
      EachLine(file, [&](const std::string&) { ++lines; });
      EXPECT_LE(lines, 300u) << file;
    }
}

}  // namespace
}  // namespace lastgood
