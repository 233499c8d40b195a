// Golden files: compared with what the program writes, or written anew with LASTGOOD_UPDATE_GOLDEN=1.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace lastgood {

// `path` is relative to the repository.
inline void ExpectGolden(const std::string& path, const std::string& text) {
  const std::string file = std::string(LASTGOOD_SOURCE_DIR) + "/" + path;
  if (std::getenv("LASTGOOD_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  std::ostringstream golden;
  golden << std::ifstream(file, std::ios::binary).rdbuf();
  EXPECT_EQ(golden.str(), text) << path << " differs; LASTGOOD_UPDATE_GOLDEN=1 ./dev test writes it anew";
}

// Where the golden file of what `generate` calls `path` lies: where it is installed from, if it is, since a
// second copy would drift; else under tests/golden/.
inline std::string GoldenPath(const std::string& path) {
  const bool story = path.starts_with("rules/tests/");
  if (path.starts_with("dashboards/") || (path.starts_with("rules/") && !story))
    return "deploy/helm/lastgood/files/" + path;
  if (path.starts_with("kubernetes/")) return "deploy/kustomize/base/" + path.substr(path.find('/') + 1);
  return "tests/golden/" + path;
}

inline void ExpectGenerated(const std::string& path, const std::string& text) {
  ExpectGolden(GoldenPath(path), text);
}

}  // namespace lastgood
