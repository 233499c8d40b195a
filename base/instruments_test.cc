#include "base/instruments.h"

#include <gtest/gtest.h>

#include "tests/support/instrument.h"

namespace lastgood {
namespace {

TEST(InstrumentsTest, CountsByHostAndOutcome) {
  Instruments instruments;
  instruments.CountRequest("one.example", "200");
  instruments.CountRequest("one.example", "200");
  instruments.CountRequest("one.example", "timeout");
  EXPECT_EQ(InstrumentOf(instruments, kHttpRequests, {{"host", "one.example"}, {"outcome", "200"}}), 2);
  EXPECT_EQ(InstrumentOf(instruments, kHttpRequests, {{"host", "one.example"}, {"outcome", "timeout"}}), 1);
}

TEST(InstrumentsTest, WatchesThatEndAreNotOpen) {
  Instruments instruments;
  instruments.CountOpenWatch("two.example", 1);
  instruments.CountOpenWatch("two.example", 1);
  instruments.CountOpenWatch("two.example", -1);
  EXPECT_EQ(InstrumentOf(instruments, kWatchStreams, {{"host", "two.example"}}), 1);
}

TEST(InstrumentsTest, HostsWithoutEndMakeOneSeries) {
  Instruments instruments;
  for (int i = 0; i < 500; ++i) instruments.CountRequest("many-" + std::to_string(i), "200");
  EXPECT_GE(InstrumentOf(instruments, kHttpRequests, {{"host", "other"}, {"outcome", "200"}}), 400);
}

}  // namespace
}  // namespace lastgood
