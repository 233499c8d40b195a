#include "exporter/prove/prove_text.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace lastgood {
namespace {

using proof::ProvenBackup, proof::ProvenStore;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Time kNow{std::chrono::sys_days(std::chrono::January / 15 / 2026)};

ProvenStore Store() {
  ProvenStore store{.type = "barman", .path = "cnpg/orders", .name = "orders"};
  store.backups = {
      ProvenBackup{.id = "20260110T020000",
                   .restorable = true,
                   .from = kNow - std::chrono::days(5),
                   .to = kNow - std::chrono::hours(1),
                   .last_wal = "000000010000000000000009"},
      ProvenBackup{.id = "20260112T020000", .restorable = false, .reason = "data_0001.tar is missing"},
      ProvenBackup{.id = "20260113T020000", .reason = "it is encrypted"}};
  store.gaps = {{"000000010000000000000003", "000000010000000000000005", 1}};
  store.unread = {"a tar of 3 GiB"};
  return store;
}

TEST(ProveTextTest, TheWorstDecidesTheExitCode) {
  EXPECT_EQ(ExitCodeOf({Store()}), 1);
  ProvenStore store = Store();
  store.gaps.clear();
  store.backups.erase(store.backups.begin() + 1);
  EXPECT_EQ(ExitCodeOf({store}), 2) << "of one nobody can tell";
  store.backups.pop_back();
  store.unread.clear();
  EXPECT_EQ(ExitCodeOf({store}), 0);
  EXPECT_EQ(ExitCodeOf({}), 2) << "no store is not a good one";
}

TEST(ProveTextTest, TheAnswerCounts) {
  EXPECT_EQ(AnswerOf({Store()}),
            "1 store: 1 of 3 backups restore, 1 does not, of 1 nobody can tell; 1 gap in archived WAL.");
  EXPECT_EQ(AnswerOf({}), "No backup store was found: cannot tell.");
}

TEST(ProveTextTest, JsonHasWhatItsReadersRelyOn) {
  const auto json = nlohmann::json::parse(RenderProofJson({Store()}));
  EXPECT_EQ(json["schema"], 1);
  const auto& store = json["stores"][0];
  EXPECT_EQ(store["path"], "cnpg/orders");
  EXPECT_EQ(store["backups"][0]["restorable"], true);
  EXPECT_EQ(store["backups"][0]["to"], "2026-01-14T23:00:00Z");
  EXPECT_EQ(store["backups"][0]["last_wal"], "000000010000000000000009");
  EXPECT_EQ(store["backups"][1]["reason"], "data_0001.tar is missing");
  EXPECT_EQ(store["backups"][2]["restorable"], nullptr);
  EXPECT_EQ(store["backups"][2]["from"], nullptr);
  EXPECT_EQ(store["gaps"][0]["before"], "000000010000000000000005");
}

TEST(ProveTextTest, ATableSaysWindowReasonAndGaps) {
  EXPECT_THAT(RenderProofTable({Store()}, kNow, {}),
              AllOf(HasSubstr("barman orders (cnpg/orders)\n"),
                    HasSubstr("2026-01-10T00:00:00Z to 2026-01-14T23:00:00Z (1h ago)"),
                    HasSubstr("does not restore: data_0001.tar is missing"), HasSubstr("UNKNOWN"),
                    HasSubstr("gap: 1 segment is missing between 000000010000000000000003"),
                    HasSubstr("not looked at: a tar of 3 GiB")));
}

TEST(ProveTextTest, WhatTheStoreSaysIsEscaped) {
  ProvenStore store = Store();
  store.name = store.backups[0].id = store.backups[1].reason = "\x1b[31m|<script>\n";
  EXPECT_THAT(RenderProofTable({store}, kNow, {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(RenderProofMarkdown({store}), AllOf(Not(HasSubstr("<script>")), HasSubstr("\\|&lt;script>")));
}

}  // namespace
}  // namespace lastgood
