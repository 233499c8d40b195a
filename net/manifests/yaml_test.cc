#include "net/manifests/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/manifests/scalar.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What ReadYaml says of a text: items as "item <json>", documents as "doc <json>", faults as "! <message>".
std::vector<std::string> Events(const std::string& text) {
  std::vector<std::string> seen;
  const auto record = [&seen](const std::string& what) {
    return [&seen, what](std::string_view json, const std::optional<Error>& fault) {
      seen.push_back(fault ? what + "! " + fault->message : what + " " + std::string(json));
    };
  };
  const YamlEvents events{record("item"), record("doc"), [] { return false; }};
  for (const YamlPiece& piece : SplitYaml(text)) {
    const Status status = ReadYaml(piece, events);
    if (!status.ok()) seen.push_back("ERROR " + status.error().message);
  }
  return seen;
}

TEST(YamlTest, ADocumentBecomesJson) {
  EXPECT_THAT(Events("a: 1\nb: [x, 'y', {c: null}]\nd:\n  e: |\n    two\n    lines\nf: {}\n"),
              ElementsAre(R"(doc {"a":1,"b":["x","y",{"c":null}],"d":{"e":"two\nlines\n"},"f":{}})"));
}

TEST(YamlTest, ItemsComeOneByOneBeforeTheirDocument) {
  EXPECT_THAT(Events("apiVersion: v1\nitems:\n- a: {items: [1]}\n- 7\n- [x]\nkind: List\n"),
              ElementsAre(R"(item {"a":{"items":[1]}})", "item 7", R"(item ["x"])",
                          R"(doc {"apiVersion":"v1","items":[],"kind":"List"})"));
}

TEST(YamlTest, OnlyTheDocumentsOwnItemsAreSplitOff) {
  EXPECT_THAT(Events("spec:\n  items:\n  - 1\n  - 2\n"), ElementsAre(R"(doc {"spec":{"items":[1,2]}})"));
}

TEST(YamlTest, MistakesWithinOneItemCostThatItem) {
  EXPECT_THAT(Events("items:\n- {a: 1, a: 2}\n- d: 1\n"),
              ElementsAre("item! 2:10: the key \"a\" is repeated", "item {\"d\":1}", "doc {\"items\":[]}"));
}

TEST(YamlTest, ATextThatNoClusterCouldHoldCostsItsItemAndNotTheMemory) {
  const std::string large(5'000'000, 'x');
  EXPECT_THAT(Events("items:\n- a: " + large + "\n- d: 1\n"),
              ElementsAre("item! 2:6: a text of 5000000 bytes: no object of a cluster is that large",
                          "item {\"d\":1}", "doc {\"items\":[]}"));
}

TEST(YamlTest, AnAliasIsWhatItsAnchorMarks) {
  EXPECT_THAT(Events("a: &x [1]\nb: [*x, *x]\nc: &t text\nd: {*t : 1}\ne: *t\n"),
              ElementsAre(R"(doc {"a":[1],"b":[[1],[1]],"c":"text","d":{"text":1},"e":"text"})"));
  EXPECT_THAT(Events("items:\n- &x {b: 1}\n- c: *x\n"),
              ElementsAre(R"(item {"b":1})", R"(item {"c":{"b":1}})", R"(doc {"items":[]})"));
}

TEST(YamlTest, AMergeKeyAddsWhatIsNotThere) {
  EXPECT_THAT(
      Events("a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: [*a, *b], x: 9}\nd: {<<: *b}\n"),
      ElementsAre(R"(doc {"a":{"x":1,"y":2},"b":{"y":3,"z":4},"c":{"x":9,"y":2,"z":4},"d":{"y":3,"z":4}})"));
  EXPECT_THAT(Events("a: &a 5\nb: {<<: *a}\n"), ElementsAre(HasSubstr("doc! 2:4: <<: expected a mapping")));
}

TEST(YamlTest, AnAnchorIsOfItsOwnDocument) {
  EXPECT_THAT(Events("a: &x 1\n---\nb: *x\n"),
              ElementsAre("doc {\"a\":1}", HasSubstr("ERROR 3:4: not valid YAML")));
}

TEST(YamlTest, AliasesThatMultiplyAreRefused) {
  std::string text = "a0: &a0 [" + std::string(1000, '1') + "]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string former = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + former;
    for (int j = 0; j < 9; ++j) text += ", " + former;
    text += "]\n";
  }
  EXPECT_THAT(Events(text), ElementsAre(HasSubstr("its aliases stand for more than 1 MiB")));
  EXPECT_THAT(Events("a: &x [*x]\n"), ElementsAre(HasSubstr("an alias within the value that it stands for")));
}

TEST(YamlTest, NestingIsBounded) {
  EXPECT_THAT(Events("a: " + std::string(99, '[') + std::string(99, ']')), ElementsAre(HasSubstr("doc {")));
  EXPECT_THAT(Events("a: " + std::string(100, '[') + std::string(100, ']')),
              ElementsAre(HasSubstr("nested deeper")));
  EXPECT_THAT(Events(std::string(100'000, '[')), ElementsAre(HasSubstr("ERROR 1:")));
}

TEST(YamlTest, ASyntaxErrorCostsOnlyItsDocumentAndNamesTheLine) {
  EXPECT_THAT(Events("a: 1\n---\nb: 1\n  c: 2\n---\nc: 3\n"),
              ElementsAre("doc {\"a\":1}", HasSubstr("ERROR 4:4: not valid YAML: illegal map value"),
                          "doc {\"c\":3}"));
}

TEST(YamlTest, MarkersWithinTextEndNoDocument) {
  EXPECT_THAT(Events("a: |\n  ---\n  x\nb: ---x\n"), ElementsAre(R"(doc {"a":"---\nx\n","b":"---x"})"));
}

TEST(YamlTest, CommentsAndDirectivesMakeNoDocument) {
  EXPECT_THAT(Events("# only\n\n---\n# a comment\n---\n"), IsEmpty());
  EXPECT_THAT(Events("%YAML 1.2\n---\na: 1\n...\n"), ElementsAre("doc {\"a\":1}"));
}

TEST(YamlTest, AMarkThatBeginsNothingEndsTheDocument) {
  EXPECT_THAT(Events(","), ElementsAre("doc null", "ERROR 1:1: not valid YAML: expected a document"));
}

TEST(YamlTest, AKeyMustBeText) {
  EXPECT_THAT(Events("? [a]\n: 1\n"), ElementsAre(HasSubstr("expected text as a key")));
}

TEST(YamlTest, AStopEndsIt) {
  const OnJson ignore = [](std::string_view, const std::optional<Error>&) {};
  std::string text = "items:\n";
  for (int i = 0; i < 1000; ++i) text += "- 1\n";
  const Status status = ReadYaml({text, 1}, {ignore, ignore, [] { return true; }});
  EXPECT_EQ(status.error().code, ErrorCode::kTimeout);
}

struct ScalarCase {
  const char* value;
  const char* json;
};

class PlainScalarTest : public ::testing::TestWithParam<ScalarCase> {};

TEST_P(PlainScalarTest, IsTypedByTheCoreSchema) {
  EXPECT_EQ(ScalarToJson("?", GetParam().value), GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    Each, PlainScalarTest,
    ::testing::Values(ScalarCase{"", "null"}, ScalarCase{"~", "null"}, ScalarCase{"Null", "null"},
                      ScalarCase{"true", "true"}, ScalarCase{"FALSE", "false"}, ScalarCase{"yes", "\"yes\""},
                      ScalarCase{"0", "0"}, ScalarCase{"-0", "-0"}, ScalarCase{"+12", "12"},
                      ScalarCase{"007", "7"}, ScalarCase{"0x1F", "31"}, ScalarCase{"0o17", "15"},
                      ScalarCase{"1.5", "1.5"}, ScalarCase{".5", "0.5"}, ScalarCase{"5.", "5"},
                      ScalarCase{"1e3", "1000"}, ScalarCase{"1e999", "\"1e999\""},
                      ScalarCase{".inf", "\".inf\""}, ScalarCase{".", "\".\""}, ScalarCase{"-", "\"-\""},
                      ScalarCase{"1_000", "\"1_000\""}, ScalarCase{"0x", "\"0x\""},
                      ScalarCase{"12345678901234567890", "\"12345678901234567890\""},
                      ScalarCase{"2026-08-20T00:01:10Z", "\"2026-08-20T00:01:10Z\""},
                      ScalarCase{"1.2.3", "\"1.2.3\""}, ScalarCase{"a\"b", "\"a\\\"b\""}));

TEST(ScalarTest, WhatIsQuotedOrTaggedAsTextStaysText) {
  EXPECT_EQ(ScalarToJson("!", "5"), "\"5\"");
  EXPECT_EQ(ScalarToJson("tag:yaml.org,2002:str", "true"), "\"true\"");
  EXPECT_EQ(ScalarToJson("tag:yaml.org,2002:int", "5"), "5");
  EXPECT_EQ(ScalarToJson("!custom", "5"), "\"5\"");
}

}  // namespace
}  // namespace lastgood
