#include "net/manifests/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/objects/reading.h"
#include "tests/support/kube_readings.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What comes of one text that is named "f".
struct Outcome {
  std::vector<std::string> names, messages;
  std::vector<ErrorCode> codes;
  ReadState state = ReadState::kUnread;
};

Outcome ReadText(std::string text) {
  Names names(kBackups, [](const Fields& fields) {
    fields.String({"spec", "method"});
    return fields.status();
  });
  Pad(text);
  const std::vector<Reading> readings = {names.reading()};
  const std::function<void(std::string_view, std::size_t)> progress;
  ManifestSink sink(readings, progress);
  EXPECT_TRUE(ReadManifestText("f", text, [] { return false; }, sink).ok());
  const auto outcomes = std::move(sink).Finish();
  Outcome outcome{names.list, Messages(outcomes[0]), {}, outcomes[0]->state};
  for (const Problem& problem : outcomes[0]->problems) outcome.codes.push_back(problem.error.code);
  return outcome;
}

std::string Json(const std::string& name, const std::string& more = "") {
  return R"({"apiVersion":"postgresql.cnpg.io/v1","kind":"Backup","metadata":{"name":")" + name + "\"}" +
         more + "}";
}

// A bad item between two good ones.
std::string Between(const std::string& bad) {
  return R"({"apiVersion":"v1","items":[)" + Json("before") + "," + bad + "," + Json("after") +
         R"(],"kind":"List"})";
}

struct BadItem {
  const char* name;
  std::string item;
  std::string message;
};

class BadItemTest : public ::testing::TestWithParam<BadItem> {};

TEST_P(BadItemTest, CostsOnlyItself) {
  const Outcome outcome = ReadText(Between(GetParam().item));
  EXPECT_EQ(outcome.names.front(), "/before");
  EXPECT_EQ(outcome.names.back(), "/after");
  EXPECT_THAT(outcome.messages, ElementsAre(HasSubstr(GetParam().message)));
}

std::string Deep(int levels) { return std::string(levels, '[') + std::string(levels, ']'); }

INSTANTIATE_TEST_SUITE_P(
    Each, BadItemTest,
    ::testing::Values(
        BadItem{"HugeNumber", Json("bad", R"(,"spec":1e999)"),
                "Backup bad: f: holds a number that cannot be represented"},
        BadItem{"HugeInteger", Json("bad", R"(,"spec":123456789012345678901234567890)"), "Backup bad: f: "},
        BadItem{"Deep", Json("bad", ",\"spec\":" + Deep(100'000)),
                "Backup bad: f: expected at most 100 levels"},
        BadItem{"WrongType", Json("bad", R"(,"spec":{"method":[]})"),
                "Backup bad: f: spec.method: expected a string, found an array"},
        BadItem{"NoValue", Json("bad", R"(,"spec":)"), "Backup bad: f: is not valid JSON"},
        BadItem{"BadWord", Json("bad", R"(,"spec":flase)"), "Backup bad: f: is not valid JSON"},
        BadItem{"NoName", Json(""), "Backup: f: metadata.name: expected a name, found none"},
        BadItem{"NumberAsName",
                R"({"apiVersion":"postgresql.cnpg.io/v1","kind":"Backup","metadata":{"name":5}})",
                "metadata.name: expected a string, found the number 5"},
        BadItem{"InvalidUtf8",
                Json("b\xff"
                     "d"),
                "Backup b\xEF\xBF\xBD"
                "d: f: holds bytes that are not valid text"},
        BadItem{"RawLineBreak", Json("b\nd"), "holds bytes that are not valid text"},
        BadItem{"NoObject", "7", "f: expected an object, found 7"},
        BadItem{"Null", "null", "expected an object, found null"}),
    [](const auto& info) { return info.param.name; });

TEST(ManifestTextTest, HostileNamesArriveAsTheyAre) {
  const Outcome outcome = ReadText(Json(R"(a\"b\\c\nd\u0000<script>)"));
  EXPECT_THAT(outcome.names, ElementsAre(std::string("/a\"b\\c\nd\0<script>", 17)));
  EXPECT_THAT(outcome.messages, IsEmpty());
}

TEST(ManifestTextTest, TenThousandLabelsAreNoProblem) {
  std::string labels = "\"l\":\"v\"";
  for (int i = 0; i < 10'000; ++i) labels += ",\"l" + std::to_string(i) + "\":\"v\"";
  const Outcome outcome = ReadText(Json("x", ",\"labels\":{" + labels + "}"));
  EXPECT_THAT(outcome.names, ElementsAre("/x"));
  EXPECT_THAT(outcome.messages, IsEmpty());
}

TEST(ManifestTextTest, ACutListKeepsWhatIsBeforeTheCut) {
  const std::string whole = Between(Json("middle"));
  const std::size_t items = whole.find(Json("after"));
  for (std::size_t size = items; size < whole.size(); ++size) {
    const Outcome outcome = ReadText(whole.substr(0, size));
    ASSERT_GE(outcome.names.size(), 2u) << size;
    EXPECT_EQ(outcome.names[1], "/middle");
    ASSERT_THAT(outcome.codes, ElementsAre(ErrorCode::kTruncated)) << size;
    EXPECT_THAT(outcome.messages[0], HasSubstr("f: ends in the middle"));
  }
}

TEST(ManifestTextTest, ACutObjectIsNoObject) {
  const Outcome outcome =
      ReadText(R"({"apiVersion":"postgresql.cnpg.io/v1","kind":"Backup","x":[{"a":1},{"b")");
  EXPECT_THAT(outcome.names, IsEmpty());
  EXPECT_THAT(outcome.codes, ElementsAre(ErrorCode::kTruncated));
}

TEST(ManifestTextTest, AListThatBreaksKeepsWhatIsBeforeTheBreak) {
  const Outcome outcome = ReadText("{\"items\":[" + Json("a") + " " + Json("b") + "],\"kind\":\"List\"}");
  EXPECT_THAT(outcome.names, ElementsAre("/a"));
  EXPECT_THAT(outcome.codes, ElementsAre(ErrorCode::kMalformed));
  EXPECT_THAT(outcome.messages[0], HasSubstr("f: breaks after 1 items"));
}

TEST(ManifestTextTest, GarbageBetweenDocumentsCostsNoDocument) {
  const Outcome outcome = ReadText(Json("a") + " }]garbage " + Json("b"));
  EXPECT_THAT(outcome.names, ElementsAre("/a", "/b"));
  EXPECT_EQ(outcome.messages.size(), 1u);
}

TEST(ManifestTextTest, AByteOrderMarkIsPassedOver) {
  EXPECT_THAT(ReadText("\xEF\xBB\xBF" + Json("a")).names, ElementsAre("/a"));
}

TEST(ManifestTextTest, NothingComesOfNothing) {
  EXPECT_EQ(ReadText("").state, ReadState::kUnread);
  EXPECT_EQ(ReadText(" \n ").state, ReadState::kUnread);
  EXPECT_THAT(ReadText(std::string(1'000'000, '[')).codes, IsEmpty()) << "no object can be in it";
}

TEST(ManifestTextTest, ThousandsOfProblemsAreCountedNotKept) {
  std::string items = "1";
  for (int i = 0; i < 5'000; ++i) items += "," + Json("");
  const Outcome outcome = ReadText("{\"items\":[" + items + "],\"kind\":\"List\"}");
  EXPECT_EQ(outcome.messages.size(), 1001u);
  EXPECT_EQ(outcome.messages.back(), "4001 more objects have problems");
}

}  // namespace
}  // namespace lastgood
