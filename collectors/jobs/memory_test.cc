// Jobs over a restart: what is remembered is what the process before knew.
#include "collectors/jobs/memory.h"

#include <gmock/gmock.h>

#include "collectors/jobs/jobs_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::SizeIs;

class JobsRestartTest : public JobsTest {
 protected:
  Collected Pass() {
    Collected collected =
        collector_.collect({Deadline::After(clock_, std::chrono::minutes(2)), former_, {}, {}, memory_});
    former_ = collected.facts;
    memory_ = collected.memory;
    return collected;
  }
  void Restart() {
    const Facts facts = former_;
    OpenFolder(more_);
    former_ = facts;
    clock_.Advance(std::chrono::minutes(1));
  }

  std::string memory_;
  std::string more_ = ", max_age: 1d";
};

TEST_F(JobsRestartTest, AJobThatIsGoneStaysAndSoBecomesLate) {
  OpenFolder(more_);
  Write("a.prom", Good(hours(30)), hours(30));
  Pass();
  std::filesystem::remove(folder_ / "a.prom");
  Restart();
  Pass();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, clock_.Now() - hours(30) - std::chrono::minutes(1));
  ASSERT_THAT(Job("a").notes, SizeIs(1));
  const std::string since = Job("a").notes[0];
  EXPECT_THAT(since, HasSubstr("nothing reports it any more, since"));
  Restart();
  Pass();
  EXPECT_EQ(Job("a").notes.at(0), since) << "since when does not move";
  clock_.Advance(hours(24 * 7));
  Restart();
  Pass();
  EXPECT_FALSE(Knows("a")) << "forgotten when it is time";
}

TEST_F(JobsRestartTest, AFolderThatCannotBeReadLeavesAllThatWasKnown) {
  OpenFolder(more_);
  Write("a.prom", Good(hours(3)), hours(3));
  Pass();
  const Time observed = Job("a").observed;
  std::filesystem::remove_all(folder_.path());
  Restart();
  EXPECT_THAT(Pass().failures, SizeIs(1));
  EXPECT_EQ(Job("a").observed, observed);
  EXPECT_TRUE(OnlyTrack("a").last_success_finish.has_value());
}

TEST_F(JobsRestartTest, APartThatIsGoneIsStillOneOfItsJob) {
  OpenFolder(more_);
  Write("a.prom", Good(hours(1), "{db=\"x\"}") + Bad(hours(1), "{db=\"y\"}"), hours(1));
  Pass();
  ASSERT_TRUE(OnlyTrack("a").last_failure.has_value());
  Write("a.prom", Good(hours(1), "{db=\"x\"}"), hours(1));
  Pass();
  const Track before = OnlyTrack("a");
  Restart();
  Pass();
  EXPECT_EQ(OnlyTrack("a").last_success_finish, before.last_success_finish);
  EXPECT_EQ(OnlyTrack("a").last_failure, before.last_failure);
}

TEST_F(JobsRestartTest, AMemoryThatIsNoneCostsNothing) {
  OpenFolder(more_);
  Write("a.prom", Good(hours(1)), hours(1));
  memory_ = "rubbish";
  Pass();
  EXPECT_TRUE(Knows("a"));
  EXPECT_EQ(jobs::UnpackMemory(memory_.substr(0, memory_.size() / 2)), std::nullopt);
}

}  // namespace
}  // namespace lastgood
