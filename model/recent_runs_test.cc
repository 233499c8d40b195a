#include "model/recent_runs.h"

#include <gmock/gmock.h>

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

Time Day(int day) { return Time() + std::chrono::days(day); }

TEST(RecentRunsTest, TheNewestStayWhateverTheOrderInWhichTheyCame) {
  RecentRuns recent;
  for (int i = 0; i < 1000; ++i) recent.Add({.ended = Day(i * 389 % 1000)});
  const auto runs = recent.Take();
  ASSERT_THAT(runs, SizeIs(RecentRuns::kMost));
  for (std::size_t i = 0; i < runs.size(); ++i)
    EXPECT_EQ(runs[i].ended, Day(static_cast<int>(1000 - RecentRuns::kMost + i)));
}

TEST(RecentRunsTest, FewAreSortedByTime) {
  RecentRuns recent;
  recent.Add({.ended = Day(2), .outcome = RunOutcome::kFailed});
  recent.Add({.ended = Day(1), .bytes = 7});
  const auto runs = recent.Take();
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].bytes, 7U);
  EXPECT_EQ(runs[1].outcome, RunOutcome::kFailed);
}

}  // namespace
}  // namespace lastgood
