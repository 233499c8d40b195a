#include "base/clock.h"

#include <gtest/gtest.h>

#include "tests/support/fakes.h"

namespace lastgood {
namespace {

TEST(DeadlineTest, IsOverWhenTheClockReachesIt) {
  FakeClock clock;
  const Deadline deadline = Deadline::After(clock, std::chrono::seconds(5));
  EXPECT_EQ(deadline.Left(clock), std::chrono::seconds(5));
  clock.Advance(std::chrono::seconds(5));
  EXPECT_TRUE(deadline.Over(clock));
  EXPECT_EQ(deadline.Left(clock), Duration::zero());
}

TEST(DeadlineTest, AStopEndsItAtOnce) {
  FakeClock clock;
  std::stop_source stop;
  const Deadline deadline = Deadline::After(clock, std::chrono::hours(1), stop.get_token());
  stop.request_stop();
  EXPECT_TRUE(deadline.Over(clock));
}

TEST(SystemClockTest, AStopWakesASleeper) {
  std::stop_source stop;
  stop.request_stop();
  const SystemClock clock;
  const Monotonic before = clock.Steady();
  clock.Sleep(std::chrono::hours(1), stop.get_token());
  EXPECT_LT(clock.Steady() - before, std::chrono::minutes(1));
}

}  // namespace
}  // namespace lastgood
