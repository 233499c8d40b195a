#include "collectors/restore_tests/record.h"

#include <gtest/gtest.h>

#include "base/time.h"

namespace lastgood::restore_tests {
namespace {

const Time kNow = ParseRfc3339("2026-08-21T12:00:00Z").value();

std::string Text(const std::optional<Time>& time) { return time ? FormatRfc3339(*time) : "absent"; }
Record Of(const Data& data, const RecordKeys& keys = {}) { return ReadRecord(data, keys, kNow); }

TEST(RecordTest, TheKeyOfThePresetIsTheBackupsName) {
  const Record record = Of({{"lastBackupName", "pg-20260821020000\n"}});
  EXPECT_EQ(record.backup, "pg-20260821020000");
  EXPECT_EQ(Text(record.success), "absent");
  EXPECT_FALSE(record.Blank());
}

TEST(RecordTest, UsualNamesAreUnderstoodHoweverTheyAreSpelt) {
  for (const char* key : {"lastSuccess", "last_success", "last-success-time", "LAST_SUCCESS_TIMESTAMP"})
    EXPECT_EQ(Text(Of({{key, "2026-08-21T03:00:00Z"}}).success), "2026-08-21T03:00:00Z") << key;
  const Record record = Of({{"result", "Succeeded"},
                            {"testedAt", "2026-08-21 05:00:00+02:00"},
                            {"backup_timestamp", "1787277900"},
                            {"restore-duration-seconds", "312.5"},
                            {"last_error", "none to tell"}});
  EXPECT_EQ(Text(record.success), "2026-08-21T03:00:00Z");
  EXPECT_EQ(Text(record.recovered_to), "2026-08-21T02:05:00Z");
  EXPECT_EQ(record.duration, std::chrono::milliseconds(312500));
  EXPECT_EQ(record.message, "none to tell");
  EXPECT_TRUE(record.complaints.empty());
}

TEST(RecordTest, MomentsMayBeSecondsOrMilliseconds) {
  EXPECT_EQ(Text(Of({{"lastSuccess", "1787277900"}}).success), "2026-08-21T02:05:00Z");
  EXPECT_EQ(Text(Of({{"lastSuccess", "1787277900.25"}}).success), "2026-08-21T02:05:00Z");
  EXPECT_EQ(Text(Of({{"lastSuccess", "1787277900000"}}).success), "2026-08-21T02:05:00Z");
}

TEST(RecordTest, AJsonTextIsLookedInto) {
  const std::string json = R"({"drill": {"lastSuccess": 1787277900, "backup": "b"}, "list": [1], "n": null})";
  EXPECT_EQ(Text(Of({{"state", json}}).success), "2026-08-21T02:05:00Z");
  EXPECT_EQ(Of({{"state", json}}, {.backup = "state/drill/backup"}).backup, "b");
  EXPECT_EQ(Of({{"state", json}}, {.backup = "state/drill"}).backup, "") << "no text";
}

TEST(RecordTest, KeysOfTheConfigAloneCount) {
  const Record record = Of({{"when", "2026-08-21T03:00:00Z"}, {"lastBackupName", "b"}}, {.success = "when"});
  EXPECT_EQ(Text(record.success), "2026-08-21T03:00:00Z");
  EXPECT_EQ(record.backup, "");
}

TEST(RecordTest, TheOutcomeDecidesWhatTheTimeOfTheLastRunMeans) {
  const std::string when = "2026-08-21T03:00:00Z";
  EXPECT_EQ(Text(Of({{"lastTest", when}}).success), when);
  EXPECT_EQ(Text(Of({{"lastTest", when}, {"status", "ok"}}).success), when);
  EXPECT_EQ(Text(Of({{"lastTest", when}, {"status", "failed"}}).success), "absent");
  EXPECT_EQ(Text(Of({{"lastTest", when}, {"status", "failed"}}).failure), when);
}

TEST(RecordTest, AnOutcomeThatNobodyUnderstandsIsNoSuccess) {
  const std::string when = "2026-08-21T03:00:00Z";
  for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"state", "InProgress"},
                                                                                   {"status", "running"},
                                                                                   {"phase", "Restoring"},
                                                                                   {"exitCode", "killed"},
                                                                                   {"result", "perhaps"}}) {
    const Record record = Of({{"lastTest", when}, {key, value}});
    EXPECT_EQ(Text(record.success), "absent") << key;
    EXPECT_EQ(record.unclear, key + ": " + value);
    EXPECT_EQ(record.complaints.size(), 1U) << key;
  }
}

TEST(RecordTest, ABadOutcomeUnderAnyOfItsNamesIsAFailure) {
  const std::string when = "2026-08-21T03:00:00Z";
  for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"state", "FAILED"},
                                                                                   {"status", "timed_out"},
                                                                                   {"lastState", "Aborted"},
                                                                                   {"exitCode", "1"},
                                                                                   {"exit_status", "137"}}) {
    const Record record = Of({{"lastTest", when}, {"phase", "Completed"}, {key, value}});
    EXPECT_EQ(record.passed, false) << key;
    EXPECT_EQ(Text(record.success), "absent") << key;
    EXPECT_EQ(Text(record.failure), when) << key;
  }
  EXPECT_EQ(Of({{"exitCode", "0"}}).passed, true);
}

TEST(RecordTest, WhatCannotBeUnderstoodIsToldAndCostsNothingElse) {
  for (const auto& [key, value] :
       std::vector<std::pair<std::string, std::string>>{{"lastSuccess", "yesterday"},
                                                        {"lastSuccess", "-5"},
                                                        {"lastSuccess", "1e300"},
                                                        {"lastSuccess", "nan"},
                                                        {"lastSuccess", "2027-01-01T00:00:00Z"},
                                                        {"duration", "long"},
                                                        {"duration", "-3"},
                                                        {"duration", "1e300"},
                                                        {"dataAge", "old"},
                                                        {"result", "perhaps"}}) {
    const Record record = Of({{key, value}, {"backup", "b"}});
    ASSERT_EQ(record.complaints.size(), 1U) << key << " " << value;
    EXPECT_NE(record.complaints[0].find("data." + key), std::string::npos) << record.complaints[0];
    EXPECT_EQ(record.backup, "b");
    EXPECT_EQ(record.success, std::nullopt);
  }
}

TEST(RecordTest, NothingOfUseIsBlank) {
  EXPECT_TRUE(Of({}).Blank());
  EXPECT_TRUE(Of({{"lastBackupName", "  \n"}, {"other", "x"}, {"state", "{not json"}}).Blank());
  EXPECT_TRUE(Of({{"lastSuccess", "never"}}).Blank());
}

TEST(RecordTest, DeepAndBroadJsonIsBounded) {
  std::string deep(2000, '[');
  std::string broad = "{";
  for (int i = 0; i < 5000; ++i) broad += "\"k" + std::to_string(i) + "\":1,";
  broad += "\"lastSuccess\":1787277900}";
  EXPECT_TRUE(Of({{"a", "{\"x\":" + deep}}).Blank());
  EXPECT_NO_THROW(Of({{"a", broad}}));
}

}  // namespace
}  // namespace lastgood::restore_tests
