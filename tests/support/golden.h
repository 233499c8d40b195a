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

}  // namespace lastgood
