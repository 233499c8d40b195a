#include "net/kube/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/objects/reading.h"
#include "tests/support/kube_readings.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Outcome {
  Result<KubePageDecoder::Page> page;
  std::vector<std::string> names, messages;
};

Outcome Decode(std::string body) {
  KubePageDecoder decoder;
  ProblemList problems;
  Names names(kBackups, [](const Fields& fields) {
    fields.String({"spec", "method"});
    return fields.status();
  });
  Result<KubePageDecoder::Page> page = decoder.Decode(body, kBackups, names.reading().visit, problems);
  const Result<ReadOutcome> outcome = ReadOutcome{ReadState::kRead, std::move(problems).Take()};
  return {std::move(page), names.list, Messages(outcome)};
}

std::string Page(const std::string& items,
                 const std::string& after = R"(,"kind":"BackupList","metadata":{"continue":"abc"}})") {
  return R"({"apiVersion":"postgresql.cnpg.io/v1","items":[)" + items + "]" + after;
}

std::string Item(const std::string& name, const std::string& more = "") {
  return R"({"metadata":{"name":")" + name + R"(","namespace":"app"})" + more + "}";
}

TEST(KubePageTest, ItemsAreVisitedAndTheTokenIsFoundAfterThem) {
  const Outcome outcome = Decode(Page(Item("a") + "," + Item("b")));
  ASSERT_TRUE(outcome.page.ok());
  EXPECT_THAT(outcome.names, ElementsAre("app/a", "app/b"));
  EXPECT_EQ(outcome.page->continue_token, "abc");
  EXPECT_EQ(outcome.page->items, 2u);
}

TEST(KubePageTest, TheTokenMayAlsoComeFirst) {
  const Outcome outcome = Decode(
      R"({"kind":"BackupList","apiVersion":"postgresql.cnpg.io/v1","metadata":{"resourceVersion":"1","continue":"x"},"items":[]})");
  ASSERT_TRUE(outcome.page.ok());
  EXPECT_EQ(outcome.page->continue_token, "x");
}

TEST(KubePageTest, AnEmptyListMayBeNull) {
  const Outcome outcome = Decode(
      R"({"apiVersion":"postgresql.cnpg.io/v1","items":null,"kind":"BackupList","metadata":{"continue":""}})");
  ASSERT_TRUE(outcome.page.ok());
  EXPECT_EQ(outcome.page->continue_token, "");
}

TEST(KubePageTest, OneBadItemCostsOnlyItself) {
  const std::string bad = Item("bad", R"(,"spec":{"method":7})") + "," + Item("huge", R"(,"spec":1e999)") +
                          "," +
                          Item("deep", ",\"spec\":" + std::string(100'000, '[') + std::string(100'000, ']')) +
                          R"(,5,{"metadata":{}},)" +
                          Item(
                              "b\xff"
                              "d");
  const Outcome outcome = Decode(Page(Item("first") + "," + bad + "," + Item("last")));
  ASSERT_TRUE(outcome.page.ok());
  EXPECT_EQ(outcome.names.front(), "app/first");
  EXPECT_EQ(outcome.names.back(), "app/last");
  EXPECT_THAT(outcome.messages,
              ElementsAre("Backup app/bad: spec.method: expected a string, found the number 7",
                          HasSubstr("Backup app/huge: holds a number"),
                          HasSubstr("Backup app/deep: expected at most"),
                          HasSubstr("Backup: expected an object, found 5"),
                          HasSubstr("Backup: metadata.name: expected a name"),
                          HasSubstr("holds bytes that are not valid text")));
}

// Read at once where that can be: the same is read either way.
TEST(KubePageTest, ABrokenItemChangesNothingForTheOthers) {
  const std::string good = Item("a") + "," + Item("b", R"(,"spec":{"method":"plugin"})") + "," +
                           Item("c", R"(,"spec":{"method":7})");
  const Outcome at_once = Decode(Page(good));
  const Outcome one_by_one = Decode(Page(good + "," + Item("huge", R"(,"spec":1e999)")));
  ASSERT_TRUE(at_once.page.ok() && one_by_one.page.ok());
  EXPECT_EQ(at_once.names, one_by_one.names);
  EXPECT_EQ(at_once.page->items + 1, one_by_one.page->items);
  EXPECT_EQ(at_once.page->continue_token, one_by_one.page->continue_token);
  ASSERT_EQ(one_by_one.messages.size(), 2U);
  EXPECT_THAT(at_once.messages, ElementsAre(one_by_one.messages.front()));
}

TEST(KubePageTest, WhatNestsDeeperThanAnObjectMayIsNamedHoweverItIsRead) {
  const auto nested = [](std::size_t levels) {
    return Item("deep", ",\"nested\":" + std::string(levels, '[') + std::string(levels, ']'));
  };
  for (const std::string& beside : {std::string(), Item("huge", R"(,"spec":1e999)") + ","}) {
    const std::size_t broken = beside.empty() ? 0 : 1;
    EXPECT_EQ(Decode(Page(beside + nested(98))).messages.size(), broken);
    EXPECT_EQ(Decode(Page(beside + nested(99))).messages.size(), broken);
    const Outcome deep = Decode(Page(beside + nested(100)));
    ASSERT_EQ(deep.messages.size(), broken + 1);
    EXPECT_THAT(deep.messages.back(), HasSubstr("expected at most 100 levels"));
  }
}

struct NoList {
  const char* name;
  std::string body;
  ErrorCode code;
  const char* message;
};

class NoListTest : public ::testing::TestWithParam<NoList> {};

TEST_P(NoListTest, IsAnError) {
  const Outcome outcome = Decode(GetParam().body);
  ASSERT_FALSE(outcome.page.ok());
  EXPECT_EQ(outcome.page.error().code, GetParam().code) << outcome.page.error().message;
  EXPECT_THAT(outcome.page.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Each, NoListTest,
    ::testing::Values(
        NoList{"Html", "<html>Please log in</html>", ErrorCode::kMalformed, "found an HTML page"},
        NoList{"Nothing", "", ErrorCode::kTruncated, "not valid JSON"},
        NoList{"Array", "[]", ErrorCode::kMalformed, "not valid JSON"},
        NoList{"Status", R"({"kind":"Status","apiVersion":"v1","message":"x"})", ErrorCode::kMalformed,
               "expected a BackupList of postgresql.cnpg.io/v1, found Status of v1, without items"},
        NoList{"OtherKind", Page(Item("a"), R"(,"kind":"ClusterList"})"), ErrorCode::kMalformed,
               "found ClusterList"},
        NoList{"OtherVersion", R"({"apiVersion":"velero.io/v1","items":[],"kind":"BackupList"})",
               ErrorCode::kMalformed, "found BackupList of velero.io/v1"},
        NoList{"NoKind", Page("", "}"), ErrorCode::kMalformed, "found no kind"},
        NoList{"ItemsNoArray", R"({"items":{"a":1},"kind":"BackupList"})", ErrorCode::kMalformed,
               "items: expected an array"},
        NoList{"BrokenMetadata", R"({"items":[],"metadata":{"a" "b"},"kind":"BackupList"})",
               ErrorCode::kMalformed, "not valid JSON"},
        NoList{"Cut", Page(Item("a")).substr(0, 80), ErrorCode::kTruncated, "not valid JSON"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace lastgood
