// Words and phrases that a native reader stumbled over, and that do not come back: in sources, documents,
// messages.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace lastgood {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> Texts() {
  std::vector<fs::path> texts;
  for (auto entry = fs::recursive_directory_iterator(LASTGOOD_SOURCE_DIR);
       entry != fs::recursive_directory_iterator(); ++entry) {
    const std::string name = entry->path().filename().string();
    if (entry->is_directory() && (name == "build" || name.starts_with('.')))
      entry.disable_recursion_pending();
    const std::string extension = entry->path().extension().string();
    if (entry->is_regular_file() && name != "english_test.cc" &&
        (extension == ".cc" || extension == ".h" || extension == ".md"))
      texts.push_back(entry->path());
  }
  return texts;
}

struct Corrected {
  std::string part;     // of the phrase: what is looked for first, since most lines lack it
  const char* phrase;   // a regular expression
  const char* instead;  // what to write in its place
};

TEST(EnglishTest, WhatWasCorrectedDoesNotComeBack) {
  const std::vector<Corrected> corrected = {
      {"end", "\\b[Mm]end(s|ed|ing)?\\b", "fix"},
      {"ext by", "[Nn]ext by", "next due"},
      {"follows no", "follows (no more|nobody)", "no longer follows"},
      {"is meant with", "say that it is meant with", "mark it as intended with"},
      {"nothing of it", "nothing of it selects", "none of its policies selects"},
      {"told as", "is told as", "is reported as"},
      {"anted are", "[Ww]anted are", "are required"},
      {"None of", "None of [0-9{}]+ objects is", "{} objects, none at risk"},
      {"lastgood cannot tell.", "lastgood cannot tell\\.", "could not be judged"},
      {"good or better", "good or better than", "are not shown"},
      {"make fewer", "make fewer the", "having fewer raises the"},
      {"volumes only", "whose volumes only are", "of which only the volumes are"},
  };
  for (const Corrected& each : corrected) {
    const std::regex phrase(each.phrase);
    for (const fs::path& path : Texts()) {
      std::ifstream stream(path);
      for (std::string line; std::getline(stream, line);)
        if (line.find(each.part) != line.npos) {
          EXPECT_FALSE(std::regex_search(line, phrase))
              << path << ": " << line << "\nwrite \"" << each.instead << '"';
        }
    }
  }
}

}  // namespace
}  // namespace lastgood
