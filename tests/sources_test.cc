// What each source owns beside its code: a page about it, a guide, its lines in the documents, a fuzz target.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "collectors/collector.h"

namespace lastgood {
namespace {

std::filesystem::path Path(const std::string& relative) {
  return std::filesystem::path(LASTGOOD_SOURCE_DIR) / relative;
}

std::string TextOf(const std::string& relative) {
  std::ostringstream text;
  text << std::ifstream(Path(relative)).rdbuf();
  return text.str();
}

TEST(SourcesTest, EachHasAFolderWithItsReadMeAndItsFuzzTarget) {
  for (const CollectorKind& kind : AllCollectorKinds()) {
    const std::string folder = "collectors/" + std::string(kind.name) + "/";
    for (const std::string& file : {folder + "README.md", folder + std::string(kind.name) + "_fuzz.cc"})
      EXPECT_TRUE(std::filesystem::exists(Path(file))) << file << " is missing";
  }
}

TEST(SourcesTest, EachSaysWhatItsConditionsAreCausedByAndWhatToDo) {
  for (const CollectorKind& kind : AllCollectorKinds()) {
    EXPECT_FALSE(kind.guides().empty()) << kind.name;
    for (const SourceGuide& guide : kind.guides()) {
      EXPECT_FALSE(guide.causes.empty() || guide.look.empty()) << guide.system;
      EXPECT_FALSE(guide.elsewhere.empty()) << guide.system << ": under which names are its alerts known?";
      for (const auto* steps : {&guide.look, &guide.fix})
        for (const SourceGuide::Step& step : *steps)
          EXPECT_FALSE(step.alerts.empty()) << guide.system << ": " << step.what << " stands on no page";
    }
  }
}

TEST(SourcesTest, TheDocumentsHaveALineForEach) {
  const std::string config = TextOf("docs/configuration.md"), coverage = TextOf("docs/coverage.md");
  for (const CollectorKind& kind : AllCollectorKinds())
    for (const SourceGuide& guide : kind.guides()) {
      EXPECT_FALSE(guide.config_row.empty()) << guide.system;
      EXPECT_NE(config.find(guide.config_row), config.npos)
          << "docs/configuration.md lacks " << guide.config_row;
      EXPECT_NE(coverage.find(guide.coverage_row), coverage.npos)
          << "docs/coverage.md lacks " << guide.coverage_row;
    }
}

}  // namespace
}  // namespace lastgood
