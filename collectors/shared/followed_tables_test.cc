// A collector whose tables are kept up to date by a watch, against a server that changes, refuses and breaks.
#include "collectors/shared/followed_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/shared/table_collector.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/kube_readings.h"
#include "tests/support/watch_server.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Row {
  ObjectId id;
  std::string name;
  Symbol phase = 0;
  template <typename F>
  void EachSymbol(F f) {
    f(phase);
  }
};

struct Tables {
  Table<Row> backups;
};

Result<bool> DecodeRow(const Fields& fields, Symbols& symbols, Row& row) {
  row.name = fields.Name();
  row.phase = symbols.Add(fields.String({"status", "phase"}));
  return true;
}

std::vector<TableRead> Reads(Tables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.backups, kBackups, "Backups", &DecodeRow));
  return reads;
}

// One object a row, called "name phase".
Facts AssembleRows(const Tables& tables, Time) {
  Facts facts;
  for (const Row& row : tables.backups.rows) {
    ObjectFacts object;
    object.key = {"test", "app", "Backup",
                  row.name + " " + std::string(tables.backups.symbols.Text(row.phase))};
    object.observed = tables.backups.read.value_or(Time());
    facts.objects.push_back(object);
  }
  return facts;
}

constexpr TableSystem<Tables> kSystem{"cnpg", &Reads, &AssembleRows,
                                      [](const Tables&) { return std::vector<Problem>(); },
                                      [](const Tables& tables) { return tables.backups.Known(); }};

class FollowedTablesTest : public ::testing::Test {
 protected:
  FollowedTablesTest() {
    server_.Put("a", Phase("completed"));
    server_.Put("b", Phase("running"));
  }
  static std::string Phase(const std::string& phase) { return R"(,"status":{"phase":")" + phase + "\"}"; }

  Collected Pass() {
    if (!collector_.collect) {
      environment_.kubernetes = KubeSource::Open(server_.Config(), *http_, clock_).value();
      ConfigReader section = ConfigReader::Empty();
      collector_ = MakeTableCollectors(kSystem, section, environment_).at(0);
    }
    Collected collected =
        collector_.collect({Deadline::After(clock_, std::chrono::seconds(20)), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  static std::vector<std::string> Names(const Collected& collected) {
    std::vector<std::string> names;
    for (const ObjectFacts& object : collected.facts.objects) names.push_back(object.key.name);
    std::ranges::sort(names);
    return names;
  }
  // The first pass after a piece of news that meets it; the last one when none does in time.
  Collected PassUntil(const std::function<bool(const Collected&)>& meets) {
    const Deadline deadline = Deadline::After(clock_, std::chrono::seconds(20));
    Collected collected = Pass();
    while (!meets(collected) && !deadline.Over(clock_)) {
      collector_.changes->Wait(std::chrono::seconds(1), {});
      collected = Pass();
    }
    return collected;
  }
  Collected PassUntilNames(const std::vector<std::string>& names) {
    return PassUntil([&](const Collected& collected) { return Names(collected) == names; });
  }

  const SystemClock clock_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  WatchServer server_;
  Environment environment_{
      .http = *http_, .clock = clock_, .kubernetes = nullptr, .getenv = {}, .follow = true};
  Collector collector_;
  Facts former_;
};

TEST_F(FollowedTablesTest, APassAfterAChangeShowsIt) {
  EXPECT_THAT(Names(Pass()), ElementsAre("a completed", "b running"));
  server_.Put("b", Phase("completed"));
  server_.Put("c", Phase("running"));
  server_.Delete("a");
  EXPECT_THAT(Names(PassUntilNames({"b completed", "c running"})), ElementsAre("b completed", "c running"));
  EXPECT_EQ(server_.lists(), 1);
}

TEST_F(FollowedTablesTest, ObservedMovesWithBookmarksAndStandsStillWithoutThem) {
  const Time first = Pass().facts.objects.at(0).observed;
  EXPECT_EQ(Pass().facts.objects.at(0).observed, first);
  server_.Bookmark();
  const Collected later =
      PassUntil([&](const Collected& collected) { return collected.facts.objects.at(0).observed > first; });
  EXPECT_GT(later.facts.objects.at(0).observed, first);
  EXPECT_TRUE(later.failures.empty());
}

TEST_F(FollowedTablesTest, AnObjectThatCannotBeReadKeepsItsFormerRowAndIsToldInEveryPass) {
  Pass();
  server_.Put("b", R"(,"status":{"phase":7})");
  const auto told = [](const Collected& collected) { return !collected.problems.empty(); };
  ASSERT_TRUE(told(PassUntil(told)));
  const Collected again = Pass();
  ASSERT_EQ(again.problems.size(), 1U);
  EXPECT_THAT(again.problems[0].error.message, HasSubstr("Backup app/b: status.phase: expected"));
  EXPECT_THAT(Names(again), ElementsAre("a completed", "b running"));
  server_.Put("b", Phase("completed"));
  const Collected fixed = PassUntilNames({"a completed", "b completed"});
  EXPECT_TRUE(fixed.problems.empty());
}

TEST_F(FollowedTablesTest, ARefusedListIsAFailureThatKeepsWhatWasKnown) {
  Pass();
  server_.RefuseWatches(410);
  server_.RefuseLists(403);
  server_.Cut();
  const auto failed = [](const Collected& collected) { return !collected.failures.empty(); };
  const Collected refused = PassUntil(failed);
  ASSERT_EQ(refused.failures.size(), 1U);
  EXPECT_EQ(refused.failures[0].code, ErrorCode::kForbidden);
  EXPECT_THAT(Names(refused), ElementsAre("a completed", "b running"));
}

TEST_F(FollowedTablesTest, WhatWasNeverThereIsAbsent) {
  server_.RefuseLists(404);
  const Collected collected = Pass();
  EXPECT_TRUE(collected.absent);
  EXPECT_TRUE(collected.failures.empty());
}

}  // namespace
}  // namespace lastgood
