#include "base/cron.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "base/time.h"

namespace lastgood {
namespace {

Time At(std::string_view text) { return ParseRfc3339(text).value(); }

std::string Next(std::string_view expression, CronDialect dialect, std::string_view after,
                 std::string_view zone = "") {
  const Result<Cron> cron = Cron::Parse(expression, dialect, zone);
  if (!cron.ok()) return cron.error().message;
  const std::optional<Time> next = cron->Next(At(after));
  return next ? FormatRfc3339(*next) : "never";
}
std::string NextSeconds(std::string_view expression, std::string_view after) {
  return Next(expression, CronDialect::kSecondsFirst, after);
}
std::string NextStandard(std::string_view expression, std::string_view after, std::string_view zone = "") {
  return Next(expression, CronDialect::kStandard, after, zone);
}

TEST(CronTest, SixFieldsBeginWithTheSecond) {
  EXPECT_EQ(NextSeconds("0 0 2 * * *", "2026-08-20T02:00:00Z"), "2026-08-21T02:00:00Z");
  EXPECT_EQ(NextSeconds("30 15 2 * * *", "2026-08-20T02:00:00Z"), "2026-08-20T02:15:30Z");
}

TEST(CronTest, FiveFieldsInTheSecondsDialectLackTheDayOfWeek) {
  EXPECT_EQ(NextSeconds("0 2 * * *", "2026-08-20T02:00:00Z"), "2026-08-20T02:02:00Z");
  EXPECT_EQ(NextSeconds("0 2 * * *", "2026-08-20T02:02:00Z"), "2026-08-20T03:02:00Z");
}

TEST(CronTest, AFiveFieldScheduleSaysWhatItReallyDoes) {
  EXPECT_EQ(
      SecondsFirstTrap("0 2 * * *"),
      "the first of the five fields is the second: it runs at second 0, minute 2 of every hour; to mean "
      "what five fields usually mean, write \"0 0 2 * * *\"");
  EXPECT_NE(SecondsFirstTrap("0 0 1 1 *")->find("of hour 1, day of month 1;"), std::string::npos);
}

TEST(CronTest, ScheduleThatCanOnlyMeanSecondsFirstIsNoTrap) {
  EXPECT_EQ(SecondsFirstTrap("0 0 2 * * *"), std::nullopt);
  EXPECT_EQ(SecondsFirstTrap("0 30 2 * *"), std::nullopt);  // hour 30 is no hour
  EXPECT_EQ(SecondsFirstTrap("@daily"), std::nullopt);
  EXPECT_EQ(SecondsFirstTrap("nonsense"), std::nullopt);
}

TEST(CronTest, DescriptorsStandForTheirFields) {
  const std::string_view thursday = "2026-08-20T12:34:56Z";
  EXPECT_EQ(NextStandard("@hourly", thursday), "2026-08-20T13:00:00Z");
  EXPECT_EQ(NextStandard("@daily", thursday), "2026-08-21T00:00:00Z");
  EXPECT_EQ(NextStandard("@midnight", thursday), "2026-08-21T00:00:00Z");
  EXPECT_EQ(NextStandard("@weekly", thursday), "2026-08-23T00:00:00Z");
  EXPECT_EQ(NextStandard("@monthly", thursday), "2026-09-01T00:00:00Z");
  EXPECT_EQ(NextSeconds("@yearly", thursday), "2027-01-01T00:00:00Z");
  EXPECT_EQ(NextSeconds("@annually", thursday), "2027-01-01T00:00:00Z");
}

TEST(CronTest, EveryCountsFromTheMomentItIsAskedAbout) {
  EXPECT_EQ(NextSeconds("@every 1h30m", "2026-08-20T12:34:56.789Z"), "2026-08-20T14:04:56Z");
  EXPECT_EQ(NextSeconds("@every 1500ms", "2026-08-20T12:34:56Z"), "2026-08-20T12:34:57Z");
  EXPECT_EQ(NextSeconds("@every 10ms", "2026-08-20T12:34:56Z"), "2026-08-20T12:34:57Z");
}

TEST(CronTest, RangesStepsListsAndNames) {
  EXPECT_EQ(NextStandard("*/15 * * * *", "2026-08-20T12:34:56Z"), "2026-08-20T12:45:00Z");
  EXPECT_EQ(NextStandard("5/20 * * * *", "2026-08-20T12:26:00Z"), "2026-08-20T12:45:00Z");
  EXPECT_EQ(NextStandard("0 1-5/2 * * *", "2026-08-20T02:00:00Z"), "2026-08-20T03:00:00Z");
  EXPECT_EQ(NextStandard("0 3,9,21 * * *", "2026-08-20T09:00:00Z"), "2026-08-20T21:00:00Z");
  EXPECT_EQ(NextStandard("0 0 ? JAN-Mar mon", "2026-08-20T00:00:00Z"), "2027-01-04T00:00:00Z");
}

TEST(CronTest, EitherDayIsEnoughWhenNeitherIsAStar) {
  EXPECT_EQ(NextStandard("0 0 13 * FRI", "2026-08-12T00:00:00Z"), "2026-08-13T00:00:00Z");
  EXPECT_EQ(NextStandard("0 0 13 * FRI", "2026-08-13T00:00:00Z"), "2026-08-14T00:00:00Z");
  EXPECT_EQ(NextStandard("0 0 * * FRI", "2026-08-15T00:00:00Z"), "2026-08-21T00:00:00Z");
}

TEST(CronTest, ASteppedStarIsAStarOnlyInTheOlderLibrary) {
  // August 1st is a Saturday. v1: an even weekday that is also the 1st; v3: either.
  EXPECT_EQ(NextSeconds("0 0 0 1 * */2", "2026-08-02T12:00:00Z"), "2026-09-01T00:00:00Z");
  EXPECT_EQ(NextStandard("0 0 1 * */2", "2026-08-02T12:00:00Z"), "2026-08-04T00:00:00Z");
}

TEST(CronTest, LeapDayIsFoundAcrossACenturyWithoutOne) {
  EXPECT_EQ(NextStandard("0 0 29 2 *", "2026-08-20T00:00:00Z"), "2028-02-29T00:00:00Z");
  EXPECT_EQ(NextStandard("0 0 29 2 *", "2096-02-29T00:00:00Z"), "2104-02-29T00:00:00Z");
}

TEST(CronTest, TimeZonesComeFromTheArgumentOrThePrefix) {
  EXPECT_EQ(NextStandard("0 3 * * *", "2026-08-20T02:00:00Z", "Europe/Berlin"), "2026-08-21T01:00:00Z");
  EXPECT_EQ(NextStandard("0 3 * * *", "2026-01-20T02:30:00Z", "Europe/Berlin"), "2026-01-21T02:00:00Z");
  EXPECT_EQ(NextStandard("TZ=Asia/Tokyo 0 3 * * *", "2026-08-20T00:00:00Z"), "2026-08-20T18:00:00Z");
  EXPECT_EQ(NextStandard("CRON_TZ=Asia/Tokyo @daily", "2026-08-20T00:00:00Z", "UTC"), "2026-08-20T15:00:00Z");
}

TEST(CronTest, SkippedLocalTimeDoesNotRunAndARepeatedOneRunsTwice) {
  const auto next = [](std::string_view after) { return NextStandard("30 2 * * *", after, "Europe/Berlin"); };
  EXPECT_EQ(next("2026-03-28T12:00:00Z"), "2026-03-30T00:30:00Z");  // 02:30 on the 29th does not exist
  EXPECT_EQ(next("2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(next("2026-10-25T00:30:00Z"), "2026-10-25T01:30:00Z");
  EXPECT_EQ(next("2026-10-25T01:30:00Z"), "2026-10-26T01:30:00Z");
}

TEST(CronTest, NthRunIsReachedByRepeatingNext) {
  const Cron daily = Cron::Parse("0 0 2 * * *", CronDialect::kSecondsFirst).value();
  EXPECT_EQ(FormatRfc3339(*daily.Nth(At("2026-08-20T02:00:05Z"), 2)), "2026-08-22T02:00:00Z");
  EXPECT_EQ(daily.Nth(At("2026-08-20T02:00:05Z"), 0), At("2026-08-20T02:00:05Z"));
}

struct BadCase {
  std::string expression;
  CronDialect dialect;
  std::string_view says;
};

TEST(CronTest, BadExpressionsAreErrorsThatNameTheField) {
  const CronDialect five = CronDialect::kStandard, six = CronDialect::kSecondsFirst;
  const BadCase cases[] = {
      {"", five, "empty"},
      {"* * * *", five, "expected 5 fields, found 4"},
      {"0 0 2 * * *", five, "expected 5 fields, found 6"},
      {"* * * * * * *", six, "expected 5 or 6 fields, found 7"},
      {"60 * * * *", five, "minute: 60 is above 59"},
      {"0 24 * * *", five, "hour: 24 is above 23"},
      {"0 0 0 * *", five, "day of month: 0 is below 1"},
      {"0 0 * 13 *", five, "month: 13 is above 12"},
      {"0 0 * * 7", five, "day of week: 7 is above 6"},
      {"0 0 0 * * 7", six, "day of week: 7 is above 6"},
      {"0 0 * foo *", five, "month: expected a number, found \"foo\""},
      {"0 5-1 * * *", five, "the range 5-1 is backwards"},
      {"*/0 * * * *", five, "the step is 0"},
      {"1-2-3 * * * *", five, "too many hyphens"},
      {"1/2/3 * * * *", five, "too many slashes"},
      {"5- * * * *", five, "expected a number, found \"\""},
      {"99999999999999999999 * * * *", five, "expected a number"},
      {", * * * *", five, "never runs"},
      {"0 0 30 2 *", five, "never runs"},
      {"@fortnightly", five, "unknown descriptor"},
      {"@Daily", five, "unknown descriptor"},
      {"@every soon", five, "expected a duration"},
      {"@every 7d", five, "expected a duration"},
      {"TZ=Europe/Berlin", five, "time zone without a schedule"},
      {"TZ=Europe/Atlantis 0 0 * * *", five, "unknown time zone \"Europe/Atlantis\""},
      {"TZ=../../etc/passwd 0 0 * * *", five, "unknown time zone"},
      {"TZ=Europe/Berlin 0 0 0 * * *", six, "expected 5 or 6 fields"},
      {"0 0 * * \xff", five, "expected a number"},
      {std::string(100000, '*'), five, "longer than 256 bytes"},
  };
  for (const BadCase& bad : cases) {
    const Result<Cron> cron = Cron::Parse(bad.expression, bad.dialect);
    ASSERT_FALSE(cron.ok()) << bad.expression;
    EXPECT_EQ(cron.error().code, ErrorCode::kMalformed);
    EXPECT_NE(cron.error().message.find(bad.says), std::string::npos) << cron.error().message;
    EXPECT_LT(cron.error().message.size(), 300U);
  }
}

// The slow truth: second by second, or minute by minute, until the schedule's own expression would match.
TEST(CronTest, NextAgreesWithSteppingMinuteByMinute) {
  std::mt19937 random(7);
  const auto pick = [&](int least, int most) {
    return std::to_string(std::uniform_int_distribution(least, most)(random));
  };
  for (int round = 0; round < 200; ++round) {
    const int minute = std::stoi(pick(0, 59)), hour = std::stoi(pick(0, 23)), weekday = std::stoi(pick(0, 6));
    const std::string expression = fmt::format("{} {} * * {}", minute, hour, weekday);
    const Cron cron = Cron::Parse(expression, CronDialect::kStandard).value();
    const Time start = At("2026-01-01T00:00:00Z") + std::chrono::seconds(std::stoi(pick(0, 200'000'000)));
    Time step = std::chrono::floor<std::chrono::minutes>(start) + std::chrono::minutes(1);
    const auto matches = [&](Time time) {
      const auto day = std::chrono::floor<std::chrono::days>(time);
      return time - day == std::chrono::hours(hour) + std::chrono::minutes(minute) &&
             std::chrono::weekday(day).c_encoding() == static_cast<unsigned>(weekday);
    };
    while (!matches(step)) step += std::chrono::minutes(1);
    EXPECT_EQ(cron.Next(start), step) << expression << " after " << FormatRfc3339(start);
  }
}

TEST(CronTest, NextIsStrictlyLaterInEveryZone) {
  for (const std::string_view zone : {"", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"}) {
    const Cron cron = Cron::Parse("*/7 */3 * * *", CronDialect::kStandard, zone).value();
    Time time = At("2026-01-01T00:00:00Z");
    for (int i = 0; i < 5000; ++i) {
      const std::optional<Time> next = cron.Next(time);
      ASSERT_TRUE(next && *next > time) << zone;
      ASSERT_EQ(cron.Next(*next - std::chrono::milliseconds(1)), next) << zone;
      time = *next;
    }
  }
}

}  // namespace
}  // namespace lastgood
