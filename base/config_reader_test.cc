#include "base/config_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace lastgood {
namespace {

ConfigReader Read(std::string_view text) {
  Result<ConfigReader> reader = ConfigReader::Parse(text, "lastgood.yaml");
  EXPECT_TRUE(reader.ok()) << (reader.ok() ? "" : reader.error().message);
  return reader.ok() ? *reader : ConfigReader::Empty();
}

TEST(ConfigReaderTest, ReadsWhatIsThere) {
  ConfigReader reader = Read("a: text\nb: true\nc: 7\nd: 26h\ne: 20GiB\nf: [x, y]\ng: {h: 1}\n");
  EXPECT_EQ(reader.String("a"), "text");
  EXPECT_EQ(reader.Bool("b"), true);
  EXPECT_EQ(reader.Int("c", 0, 10), 7);
  EXPECT_EQ(reader.Length("d"), std::chrono::hours(26));
  EXPECT_EQ(reader.Size("e"), 20ull << 30);
  EXPECT_EQ(reader.Strings("f"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(reader.Map("g")->String("h"), "1");
  EXPECT_EQ(reader.String("absent"), std::nullopt);
  EXPECT_TRUE(reader.Finish().ok());
}

TEST(ConfigReaderTest, AMistakeIsOneLineWithItsPlace) {
  struct Case {
    const char* text;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{
           {"urll: x\n", "lastgood.yaml:1:1: unknown key \"urll\", did you mean \"url\"?"},
           {"url: a\nurl: b\n", "lastgood.yaml:2:1: the key \"url\" is repeated"},
           {"url: [a]\n", "lastgood.yaml:1:6: url: expected a text, found a list"},
           {"nested:\n  speed: fast\n",
            "lastgood.yaml:2:10: speed: expected a whole number from 1 to 9, found \"fast\""},
           {"nested: 5\n", "lastgood.yaml:1:9: nested: expected a mapping, found a value"},
           {"nested: {limit: 5Gib}\n",
            "lastgood.yaml:1:17: limit: expected a size such as 20GiB, found \"5Gib\""},
           {"zzzzzzzz: 1\n", "lastgood.yaml:1:1: unknown key \"zzzzzzzz\"; known here: nested, url"},
           {"? [a, b]\n: 1\n", "lastgood.yaml:1:3: a key must be a plain value"},
       }) {
    ConfigReader reader = Read(c.text);
    reader.String("url");
    if (auto nested = reader.Map("nested")) {
      nested->Int("speed", 1, 9);
      nested->Size("limit");
    }
    const Status status = reader.Finish();
    ASSERT_FALSE(status.ok()) << c.text;
    EXPECT_EQ(status.error().message, c.message);
    EXPECT_EQ(status.error().code, ErrorCode::kConfig);
  }
}

TEST(ConfigReaderTest, AMistakeIsOneLineWhateverTheKeyHolds) {
  ConfigReader reader = Read("\"a\\nb\\e[31m\": 1");
  reader.String("x");
  EXPECT_EQ(reader.Finish().error().message, "lastgood.yaml:1:1: unknown key \"a b[31m\"; known here: x");
}

TEST(ConfigReaderTest, WhatTheYamlParserQuotesIsOneLineToo) {
  const Result<ConfigReader> reader = ConfigReader::Parse("a: \"x\\\xdd\ny\"", "x.yaml");
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().message, "x.yaml:1:8: unknown escape character: \uFFFD");
}

// A few lines that stand for 2^28 of them.
TEST(ConfigReaderTest, AliasesThatMultiplyAreAnErrorAndNoEndlessWork) {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 29; ++i) text += fmt::format("a{0}: &a{0} [*a{1}, *a{1}]\n", i, i - 1);
  const Result<ConfigReader> reader = ConfigReader::Parse(text, "c.yaml");
  ASSERT_FALSE(reader.ok());
  EXPECT_NE(reader.error().message.find("more than 100000 values"), std::string::npos)
      << reader.error().message;
}

TEST(ConfigReaderTest, WhatIsNotYamlSaysWhere) {
  const Result<ConfigReader> reader = ConfigReader::Parse("a: b\n\tc: [", "x.yaml");
  ASSERT_FALSE(reader.ok());
  EXPECT_TRUE(reader.error().message.starts_with("x.yaml:")) << reader.error().message;
  EXPECT_FALSE(ConfigReader::Parse("- a\n", "x.yaml").ok());
  EXPECT_FALSE(ConfigReader::Parse(std::string(2 << 20, '#'), "x.yaml").ok());
  EXPECT_FALSE(ConfigReader::Parse("a: " + std::string(100, '[') + std::string(100, ']'), "x.yaml").ok());
}

TEST(ConfigReaderTest, EntriesAreInFileOrderAndAnEmptyOneIsAMapping) {
  ConfigReader reader = Read("b: {url: x}\na:\n");
  auto entries = reader.Entries();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].first, "b");
  EXPECT_EQ(entries[0].second.String("url"), "x");
  EXPECT_TRUE(reader.Finish().ok());
}

TEST(ConfigReaderTest, ComplaintsOfTheCallerCountToo) {
  ConfigReader reader = Read("prefixes: [a/, a/b/]\n");
  reader.Strings("prefixes");
  reader.Complain("prefixes", "must not overlap");
  EXPECT_EQ(reader.Finish().error().message, "lastgood.yaml:1:11: prefixes: must not overlap");
}

TEST(SecretFileTest, AMissingFileIsNamed) {
  const Result<std::string> secret = ReadSecretFile("/nowhere/token");
  ASSERT_FALSE(secret.ok());
  EXPECT_NE(secret.error().message.find("/nowhere/token"), std::string::npos);
  EXPECT_FALSE(ReadSecretFile("/").ok());
  EXPECT_FALSE(ReadSecretFile("/dev/null").ok());
}

}  // namespace
}  // namespace lastgood
