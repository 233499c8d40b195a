#include "collectors/shared/table.h"

#include <gtest/gtest.h>

#include <set>

#include "net/objects/reading.h"
#include "tests/support/objects.h"

namespace lastgood {
namespace {

struct Row {
  ObjectId id;
  Symbol name = 0;
  template <typename F>
  void EachSymbol(F f) {
    f(name);
  }
};

Result<bool> DecodeRow(const Fields& fields, Symbols& symbols, Row& row) {
  row.name = symbols.Add(fields.String({"spec", "name"}));
  return fields.String({"spec", "name"}) != "skip";
}

constexpr Resource kThings{"example.org", "v1", "things", "Thing"};
const Time kNow{std::chrono::hours(500'000)};

class TableTest : public ::testing::Test {
 protected:
  // Reads what is visible of `yaml` (a list of names), with that outcome.
  TableReport Read(const std::vector<std::string>& names, Result<ReadOutcome> outcome = ReadOutcome{},
                   bool restart = false) {
    TableRead read = ReadInto(table_, kThings, "Things", &DecodeRow);
    if (restart) {
      Visit(read, "stale");
      read.reading.restart();
    }
    for (const std::string& name : names) Visit(read, name);
    TableReport report;
    read.finish(std::move(outcome), kNow, report);
    return report;
  }
  static void Visit(const TableRead& read, const std::string& name) {
    EachObject("{metadata: {name: " + name + ", namespace: n}, spec: {name: " + name + "}}",
               [&](const Fields& fields) { EXPECT_TRUE(read.reading.visit(fields).ok()); });
  }
  static Problem Bad(const std::string& name) {
    return {"Thing", name.empty() ? "" : "n", name, {ErrorCode::kMalformed, "Thing " + name + ": bad"}};
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const Row& row : table_.rows) names.emplace_back(table_.symbols.Text(row.name));
    return names;
  }
  using Strings = std::vector<std::string>;

  Table<Row> table_;
};

TEST_F(TableTest, ACompleteReadingReplacesTheRows) {
  Read({"a", "b", "skip"});
  EXPECT_EQ(Names(), (Strings{"a", "b"}));
  EXPECT_EQ(table_.read, kNow);
  Read({"c"});
  EXPECT_EQ(Names(), Strings{"c"});
}

TEST_F(TableTest, AFailedReadingKeepsTheRowsAndTheirTime) {
  Read({"a"});
  table_.read = Time();
  const TableReport report = Read({"b"}, Error{ErrorCode::kForbidden, "list things: no"});
  EXPECT_EQ(Names(), Strings{"a"});
  EXPECT_EQ(table_.read, Time());
  EXPECT_EQ(report.failures, (std::vector<Error>{{ErrorCode::kForbidden, "list things: no"}}));
  EXPECT_TRUE(table_.Known());
}

TEST_F(TableTest, WhatWasNeverReadSaysWhy) {
  Read({}, Error{ErrorCode::kTimeout, "list things: too slow"});
  EXPECT_FALSE(table_.Known());
  EXPECT_EQ(table_.unread, "Things: list things: too slow");
  EXPECT_TRUE(Read({}, ReadOutcome{.state = ReadState::kUnread}).failures.empty());
  EXPECT_EQ(table_.unread, "no Thing is in the dump");
  EXPECT_TRUE(Read({}, ReadOutcome{.state = ReadState::kAbsent}).failures.empty());
  EXPECT_EQ(table_.unread, "Things: not installed");
}

TEST_F(TableTest, WhatWasThereAndIsGoneIsAFailure) {
  Read({"a"});
  for (const ReadState state : {ReadState::kAbsent, ReadState::kUnread}) {
    const TableReport report = Read({}, ReadOutcome{.state = state});
    ASSERT_EQ(report.failures.size(), 1U);
    EXPECT_EQ(report.failures[0].code, ErrorCode::kNotFound);
    EXPECT_EQ(Names(), Strings{"a"});
  }
}

TEST_F(TableTest, AnUnreadableObjectKeepsItsFormerRow) {
  Read({"a", "b", "gone"});
  const TableReport report = Read({"new", "b"}, ReadOutcome{.problems = {Bad("a")}});
  EXPECT_EQ(Names(), (Strings{"new", "b", "a"}));
  EXPECT_EQ(report.problems.size(), 1U);
  EXPECT_TRUE(table_.unreadable.empty());
}

TEST_F(TableTest, AnUnreadableObjectWithoutAFormerRowIsListed) {
  Read({"b"}, ReadOutcome{.problems = {Bad("a")}});
  ASSERT_EQ(table_.unreadable.size(), 1U);
  EXPECT_EQ(table_.unreadable[0].name, "a");
  Read({"b"});
  EXPECT_TRUE(table_.unreadable.empty());
}

TEST_F(TableTest, AnUnreadableObjectWithoutANameMayBeAnyOfThoseThatAreMissing) {
  Read({"a", "b"});
  Read({"b"}, ReadOutcome{.problems = {Bad("")}});
  EXPECT_EQ(Names(), (Strings{"b", "a"}));
}

TEST_F(TableTest, ARestartForgetsWhatWasVisited) {
  Read({"a"}, ReadOutcome{}, true);
  EXPECT_EQ(Names(), Strings{"a"});
}

TEST_F(TableTest, AnObjectThatIsThereTwiceCountsOnce) {
  Read({"a", "b", "a"});
  EXPECT_EQ(Names(), (Strings{"b", "a"}));
}

TEST_F(TableTest, ObjectsThatComeAndGoOneByOneAreThoseThatAreThere) {
  Read({"a", "b"});
  TableRead read = ReadInto(table_, kThings, "Things", &DecodeRow);
  const auto change = [&](const std::string& name, const std::string& now) {
    EachObject("{metadata: {name: " + name + ", namespace: n}, spec: {name: " + now + "}}",
               [&](const Fields& fields) { EXPECT_TRUE(read.change(fields).ok()); });
  };
  std::set<std::string> there{"a", "b"};
  for (int i = 0; i < 2'000; ++i) {
    const std::string name = "t" + std::to_string(i * 7 % 1'201);
    change(name, name);
    there.insert(name);
    const std::string old = "t" + std::to_string(i * 5 % 997);
    i % 2 == 0 ? read.remove("n", old) : change(old, "skip");
    there.erase(old);
  }
  change("a", "new");
  there.erase("a");
  there.insert("new");
  Strings names = Names();
  std::ranges::sort(names);
  EXPECT_EQ(names, Strings(there.begin(), there.end()));
}

TEST(StampTest, WholeSecondsBetween1970And2106AreKept) {
  const Time time{std::chrono::milliseconds(1'790'000'000'999)};
  EXPECT_EQ(Stamp(time).Get(), Time(std::chrono::seconds(1'790'000'000)));
  EXPECT_EQ(Stamp().Get(), std::nullopt);
  EXPECT_EQ(Stamp(Time(std::chrono::hours(24 * 365 * 200))).Get(), std::nullopt);
  EXPECT_LT(Stamp(), Stamp(time));
  EXPECT_EQ(Stamp().Or(Stamp(time)).Get(), Stamp(time).Get());
}

TEST(ObjectIdTest, ObjectsAreToldApartWhateverTheirNamesHold) {
  EXPECT_EQ(IdOf("app", "pg"), IdOf("app", "pg"));
  EXPECT_NE(IdOf("a", "b/c"), IdOf("a/b", "c"));
  EXPECT_NE(IdOf("", "app"), IdOf("app", ""));
  EXPECT_NE(IdOf("1 a", "b"), IdOf("1", " ab"));
}

}  // namespace
}  // namespace lastgood
