// For tests: a folder of dumps whose names tell when they were made, and a collector that reads it.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "collectors/dumps/dumps.h"
#include "collectors/shared/store_fixture.h"

namespace lastgood {

inline std::string Dump(std::size_t rows = 10) {
  std::string text = "--\n-- PostgreSQL database dump\n--\n\nCOPY public.t (a) FROM stdin;\n";
  for (std::size_t i = 0; i < rows; ++i) text += "row\n";
  return text + "\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
}

class DumpsTest : public StoreTest {
 protected:
  void SetUp() override { OpenPattern("dump-%Y%m%d-%H%M.sql", "schedule: \"30 2 * * *\""); }
  void OpenPattern(const std::string& pattern, const std::string& more = "max_age: 26h",
                   const char* bucket = "nfs") {
    Open(&MakeDumpCollectors,
         fmt::format("pg: {{bucket: {}, prefix: pg/, pattern: \"{}\", {}}}", bucket, pattern, more));
  }
  // A file that was written at `ago`, with its name's time `took` before.
  void Put(Duration ago, const std::string& content, Duration took = std::chrono::minutes(5)) {
    const std::string text = FormatRfc3339(Minute(ago + took));
    const std::string name = fmt::format("pg/dump-{}{}{}-{}{}.sql", text.substr(0, 4), text.substr(5, 2),
                                         text.substr(8, 2), text.substr(11, 2), text.substr(14, 2));
    folder_.Write(name, content);
    Touch(name, Ago(ago));
  }
  Time Minute(Duration ago) const { return std::chrono::floor<std::chrono::minutes>(Ago(ago)); }
  const ObjectFacts& Folder() const { return former_.objects.at(0); }
  const Track& Dumps() const { return Folder().tracks.at(0); }
};

}  // namespace lastgood
