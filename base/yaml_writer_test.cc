#include "base/yaml_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood::yaml {
namespace {

std::string Written(const std::string& value) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Pair(out, "key", value);
  out << YAML::EndMap;
  return out.c_str();
}

TEST(YamlTest, TextThatReadsAsSomethingElseIsQuoted) {
  for (const char* text : {"1", "-0.5", "1e3", "0x1F", "12:30", "true", "No", "null", "~", "2025-11-21"})
    EXPECT_EQ(Written(text), "key: \"" + std::string(text) + "\"");
  for (const char* text : {"nobody", "5m", "1h", "a1", "truest"})
    EXPECT_EQ(Written(text), "key: " + std::string(text));
}

TEST(YamlTest, SeveralLinesBecomeABlock) { EXPECT_EQ(Written("a\nb"), "key: |\n  a\n  b"); }

TEST(YamlTest, CommentsStandAboveTheirLineAndAsDeepAsIt) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Begin(out, "list", YAML::BeginSeq);
  for (const char* name : {"a", "b"}) {
    Remark(out, std::string("About ") + name);
    out << YAML::BeginMap;
    Pair(out, "name", name);
    Remark(out, "Two\nlines");
    Plain(out, "on", "true");
    out << YAML::EndMap;
  }
  out << YAML::EndSeq << YAML::EndMap;
  EXPECT_EQ(WithHead("For\npeople.", out),
            "# For\n# people.\n"
            "# Written by lastgood generate; change the config and run it again.\n"
            "list:\n"
            "  # About a\n  - name: a\n    # Two\n    # lines\n    on: true\n"
            "  # About b\n  - name: b\n    # Two\n    # lines\n    on: true\n");
}

TEST(YamlTest, ALineOfTextThatLooksLikeACommentStaysText) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Pair(out, "text", "a\n\n# b\n");
  out << YAML::EndMap;
  EXPECT_EQ(YAML::Load(WithHead("x", out))["text"].as<std::string>(), "a\n\n# b\n");
}

}  // namespace
}  // namespace lastgood::yaml
