#include "base/time.h"

#include <gtest/gtest.h>

#include <limits>

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(TimeTest, Rfc3339WithAnOffsetIsUtc) {
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2026-08-20T00:01:10Z")), "2026-08-20T00:01:10Z");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2026-08-20T02:01:10.123456+02:00")), "2026-08-20T00:01:10Z");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2025-10-24 02:26:08.217166+00:00")), "2025-10-24T02:26:08Z");
  EXPECT_EQ(ParseRfc3339("2026-08-20T00:01:10.5Z")->time_since_epoch().count() % 1000, 500);
}

TEST(TimeTest, WhatIsNotRfc3339IsAnErrorThatShowsIt) {
  for (const char* text :
       {"", "Z", "2026-08-20", "2026-08-20T00:01:10", "2026-13-20T00:01:10Z", "2026-02-30T00:00:00Z",
        "2026-08-20T00:01:10Zjunk", "2026-08-20T24:01:10Z", "0001-01-01T00:00:00Z", "2026-08-20T00:01:10.Z",
        "2026-08-20T00:01:10+2:00", "20260820T000110Z", "-026-08-20T00:01:10Z"}) {
    const Result<Time> time = ParseRfc3339(text);
    ASSERT_FALSE(time.ok()) << text;
    EXPECT_EQ(time.error().code, ErrorCode::kMalformed);
    EXPECT_NE(time.error().message.find(std::string("\"") + text + "\""), std::string::npos);
  }
}

TEST(TimeTest, DurationsAreGoAndPrometheusOnes) {
  EXPECT_EQ(*ParseDuration("5m0s"), minutes(5));
  EXPECT_EQ(*ParseDuration("1h30m"), minutes(90));
  EXPECT_EQ(*ParseDuration("1.5h"), minutes(90));
  EXPECT_EQ(*ParseDuration("250ms"), Duration(250));
  EXPECT_EQ(*ParseDuration("0"), Duration::zero());
  EXPECT_EQ(*ParseDuration("7d"), hours(168));
  EXPECT_EQ(*ParseDuration("1w"), hours(168));
}

TEST(TimeTest, WhatIsNotADurationIsAnError) {
  for (const char* text : {"", "5", "h", "-5m", "5 m", "5x", "1e9h", "999999999y", "inf", "nan", "5m-1s"})
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  EXPECT_FALSE(ParseDuration("7d", false).ok()) << "a Go duration has no days";
}

TEST(TimeTest, SizesHaveBinaryAndDecimalUnits) {
  EXPECT_EQ(*ParseSize("20GiB"), 20ull << 30);
  EXPECT_EQ(*ParseSize("500MB"), 500'000'000u);
  EXPECT_EQ(*ParseSize("1.5 KiB"), 1536u);
  EXPECT_EQ(*ParseSize("7"), 7u);
  for (const char* text : {"", "GiB", "-1GiB", "20Gib", "1e30GB", "9000PiB", "inf", "nan"})
    EXPECT_FALSE(ParseSize(text).ok()) << text;
}

TEST(TimeTest, DecimalsAreWholeStrings) {
  EXPECT_EQ(*ParseDecimal("6291456"), std::optional<std::uint64_t>(6291456));
  EXPECT_EQ(*ParseDecimal(""), std::nullopt);
  for (const char* text : {"-1", "1.5", "0x10", " 1", "1 ", "99999999999999999999"})
    EXPECT_FALSE(ParseDecimal(text).ok()) << text;
}

TEST(TimeTest, PeopleReadTwoUnitsAtMost) {
  EXPECT_EQ(FormatDuration(hours(76)), "3d 4h");
  EXPECT_EQ(FormatDuration(hours(24) + minutes(5)), "1d");
  EXPECT_EQ(FormatDuration(minutes(61)), "1h 1m");
  EXPECT_EQ(FormatDuration(Duration(300)), "0s");
  EXPECT_EQ(FormatSize(512), "512 B");
  EXPECT_EQ(FormatSize(1288490189), "1.2 GiB");
}

TEST(TimeTest, CutKeepsUtf8Whole) {
  EXPECT_EQ(Cut("abc", 3), "abc");
  EXPECT_EQ(Cut("a\u00e9b", 2), "a...");
}

}  // namespace
}  // namespace lastgood
