#include "net/objects/repair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/coding.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> values;
  for (const JsonSpan& span : SplitJson(text, 100)) {
    values.push_back(text.substr(span.begin, span.end - span.begin) + (span.complete ? "" : " CUT"));
  }
  return values;
}

TEST(CleanTextTest, GoodTextStaysAsItIs) {
  const std::string text = "a\tb\r\n\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80";
  EXPECT_TRUE(IsCleanText(text));
  EXPECT_EQ(CleanText(text, false), text);
}

TEST(CleanTextTest, EachBadByteIsReplaced) {
  const std::string mark(kReplacement);
  EXPECT_FALSE(IsCleanText("a\xff"));
  EXPECT_FALSE(IsCleanText(std::string_view("a\0b", 3)));
  EXPECT_EQ(CleanText("a\xff\xC3(\xED\xA0\x80", false), "a" + mark + mark + "(" + mark + mark + mark);
  EXPECT_EQ(CleanText("a\x04"
                      "b",
                      false),
            "a" + mark + "b");
}

TEST(CleanTextTest, WithinJsonStringsLineBreaksAreBadToo) {
  const std::string mark(kReplacement);
  EXPECT_EQ(CleanText("{\n\"a\nb\\\"\tc\":\n1}", true), "{\n\"a" + mark + "b\\\"" + mark + "c\":\n1}");
}

TEST(SplitJsonTest, FindsValuesWhateverIsBetweenThem) {
  EXPECT_THAT(Split("{} [1,[2]]\n{\"a\":\"}]\\\"{\"}x y{}"),
              ElementsAre("{}", "[1,[2]]", "{\"a\":\"}]\\\"{\"}", "x y", "{}"));
  EXPECT_THAT(Split("{} {\"a\": [{"), ElementsAre("{}", "{\"a\": [{ CUT"));
  EXPECT_THAT(Split(""), ElementsAre());
}

TEST(SplitJsonTest, OfACutListTheLastCompleteItemIsFound) {
  const std::string text = R"({"items":[{"a":[1]},{"b":2},{"c)";
  const JsonSpan span = SplitJson(text, 1).at(0);
  EXPECT_FALSE(span.complete);
  EXPECT_EQ(text.substr(0, span.items_end), R"({"items":[{"a":[1]},{"b":2})");
  EXPECT_EQ(span.closing, "]}");
}

TEST(Base64Test, GoesThereAndBack) {
  for (const char* text : {"", "a", "ab", "abc", "\xff\x01 long enough for several groups"}) {
    EXPECT_EQ(DecodeBase64(EncodeBase64(text)), text);
  }
  EXPECT_EQ(DecodeBase64("YWJj\nYQ==\n"), "abca");
  EXPECT_EQ(DecodeBase64("%%%"), std::nullopt);
  EXPECT_EQ(DecodeBase64("YWJ"), std::nullopt);
}

}  // namespace
}  // namespace lastgood
