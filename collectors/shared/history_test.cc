#include "collectors/shared/history.h"

#include <gmock/gmock.h>

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::Field;

Time At(int hour) { return Time() + std::chrono::hours(hour); }

TEST(HistoryTest, RunsAreWhatEndedWhateverItsOutcome) {
  History history;
  history.Add({.state = AttemptState::kFailed, .failed = At(3), .what = "Backup c"});
  history.Add({.state = AttemptState::kCompleted, .begun = At(0), .ended = At(1), .size = 7});
  history.Add({.state = AttemptState::kPartial, .failed = At(2), .what = "Backup b"});
  history.Add({.state = AttemptState::kRunning, .begun = At(4), .what = "Backup d"});
  history.Add({.state = AttemptState::kLeaving, .begun = At(4), .ended = At(5)});
  Track track;
  history.Fill(track);
  EXPECT_THAT(track.runs, ElementsAre(Field(&lastgood::Run::outcome, RunOutcome::kGood),
                                      Field(&lastgood::Run::outcome, RunOutcome::kPartial),
                                      Field(&lastgood::Run::outcome, RunOutcome::kFailed)));
  EXPECT_EQ(track.runs.front().bytes, 7U);
}

}  // namespace
}  // namespace lastgood
