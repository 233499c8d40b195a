#include "net/objects/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "net/objects/fields_factory.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Fields over JSON text, with the parser that must outlive them.
class Parsed {
 public:
  explicit Parsed(const std::string& json)
      : text_(json), fields(FieldsFactory::Make(parser_.parse(text_).value())) {}

 private:
  simdjson::dom::parser parser_;
  simdjson::padded_string text_;

 public:
  Fields fields;
};

std::string ErrorOf(const Fields& fields) {
  return fields.status().ok() ? "" : fields.status().error().message;
}

TEST(FieldsTest, ReadsWhatIsThere) {
  const Parsed object(R"({"kind": "Backup", "metadata": {"namespace": "app", "name": "db-1"},
                          "spec": {"suspend": true, "count": 3, "when": "2026-08-20T00:01:10Z"}})");
  const Fields& fields = object.fields;
  EXPECT_EQ(fields.Kind() + " " + fields.Namespace() + "/" + fields.Name(), "Backup app/db-1");
  EXPECT_EQ(fields.Bool({"spec", "suspend"}), true);
  EXPECT_EQ(fields.Int({"spec", "count"}), 3);
  EXPECT_EQ(fields.Timestamp({"spec", "when"}), Time(std::chrono::seconds(1'787'184'070)));
  EXPECT_TRUE(fields.Has({"spec", "count"}));
  EXPECT_TRUE(fields.status().ok());
}

TEST(FieldsTest, MissingAndNullAreAbsentAndNoError) {
  const Parsed object(R"({"spec": null, "metadata": {"name": null}, "when": ""})");
  const Fields& fields = object.fields;
  EXPECT_EQ(fields.Name(), "");
  EXPECT_EQ(fields.Int({"spec", "count"}), std::nullopt);
  EXPECT_EQ(fields.Bool({"a", "b", "c"}), std::nullopt);
  EXPECT_EQ(fields.Timestamp({"when"}), std::nullopt);
  EXPECT_FALSE(fields.Has({"spec"}));
  EXPECT_TRUE(fields.status().ok());
}

struct WrongCase {
  const char* json;
  const char* message;
};

class WrongTypeTest : public ::testing::TestWithParam<WrongCase> {};

TEST_P(WrongTypeTest, IsNotedOnceWithItsPath) {
  const Parsed object(GetParam().json);
  object.fields.String({"s", "x"});
  object.fields.Int({"i"});
  object.fields.Bool({"b"});
  object.fields.Timestamp({"t"});
  object.fields.EachElement({"a"}, [](const Fields&) {});
  object.fields.EachMember({"m"}, [](std::string_view, const Fields&) {});
  EXPECT_EQ(ErrorOf(object.fields), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongTypeTest,
    ::testing::Values(
        WrongCase{R"({"s": {"x": 5}, "i": "later"})", "s.x: expected a string, found the number 5"},
        WrongCase{R"({"s": "flat"})", "s: expected an object, found the string \"flat\""},
        WrongCase{R"({"i": 1.5})", "i: expected a whole number, found the number 1.5"},
        WrongCase{R"({"i": 18446744073709551615})",
                  "i: expected a whole number, found the number 18446744073709551615"},
        WrongCase{R"({"b": "true"})", "b: expected true or false, found the string \"true\""},
        WrongCase{R"({"t": "yesterday"})",
                  "t: expected a time like 2026-08-20T00:01:10Z, found \"yesterday\""},
        WrongCase{R"({"t": 7})", "t: expected a time as text, found the number 7"},
        WrongCase{R"({"a": {}})", "a: expected an array, found an object"},
        WrongCase{R"({"m": []})", "m: expected an object, found an array"},
        WrongCase{R"({"b": "a\nb\u0000"})", "b: expected true or false, found the string \"a?b?\""},
        WrongCase{"[]", "the object: expected an object, found an array"}));

TEST(FieldsTest, ALongWrongValueIsCut) {
  const Parsed object("{\"i\": \"" + std::string(100'000, 'x') + "\"}");
  object.fields.Int({"i"});
  EXPECT_LT(ErrorOf(object.fields).size(), 150u);
}

TEST(FieldsTest, VisitsElementsAndMembersWithTheirPaths) {
  const Parsed object(R"({"status": {"conditions": [{"type": "A"}, {"type": "B", "on": 1}]},
                          "labels": {"x": "1", "y": "2"}})");
  std::vector<std::string> types, labels;
  object.fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    types.push_back(condition.String({"type"}));
    condition.Bool({"on"});
  });
  object.fields.EachMember({"labels"}, [&](std::string_view key, const Fields& value) {
    labels.push_back(std::string(key) + "=" + value.String({}));
  });
  EXPECT_THAT(types, ElementsAre("A", "B"));
  EXPECT_THAT(labels, ElementsAre("x=1", "y=2"));
  EXPECT_EQ(ErrorOf(object.fields), "status.conditions[1].on: expected true or false, found the number 1");
}

TEST(FieldsTest, AnErrorInAnElementOfAMemberNamesTheWholeWay) {
  const Parsed object(R"({"a": {"b": {"c": [1]}}})");
  object.fields.EachMember({"a"}, [](std::string_view, const Fields& value) {
    value.EachElement({"c"}, [](const Fields& element) { element.String({}); });
  });
  EXPECT_EQ(ErrorOf(object.fields), "a.b.c[0]: expected a string, found the number 1");
}

TEST(FieldsTest, TenThousandEntriesAreVisitedAndNoMore) {
  std::string json = "{\"list\": [0";
  for (int i = 1; i < 10'001; ++i) json += ",0";
  const Parsed object(json + "]}");
  int visited = 0;
  object.fields.EachElement({"list"}, [&](const Fields&) { ++visited; });
  EXPECT_EQ(visited, 10'000);
  EXPECT_THAT(ErrorOf(object.fields), HasSubstr("list: expected at most 10,000 entries"));
}

TEST(FieldsTest, ANoteOfTheCallersIsAnError) {
  const Parsed object(R"({"a": {"b": -5}})");
  object.fields.Note({"a", "b"}, "a size", "-5");
  object.fields.Note({"c"}, "later", "mistake");
  EXPECT_EQ(ErrorOf(object.fields), "a.b: expected a size, found -5");
}

TEST(FieldsTest, WithoutAnObjectEverythingIsAbsent) {
  const Fields fields;
  EXPECT_EQ(fields.Name(), "");
  EXPECT_FALSE(fields.Has({}));
  EXPECT_TRUE(fields.status().ok());
}

}  // namespace
}  // namespace lastgood
