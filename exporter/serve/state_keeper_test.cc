#include "exporter/serve/state_keeper.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "exporter/state/state_file.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using std::chrono::seconds;

class StateKeeperTest : public testing::Test {
 protected:
  static View ViewOf(const std::string& name) {
    Part part;
    part.state = {.kind = "s3", .source = name, .finished = true};
    return {.parts = {{std::make_shared<const Part>(std::move(part)), nullptr}}};
  }

  FakeClock clock_;
  Logger log_{nullptr, clock_, LogLevel::kError, LogFormat::kLogfmt};
  TempDir scratch_;
  const std::string folder_ = scratch_ / "state";
  StateKeeper keeper_{folder_, clock_, log_};
};

TEST_F(StateKeeperTest, WhatChangedIsWrittenAtMostOnceAMinute) {
  EXPECT_TRUE(keeper_.Read().empty()) << "nothing is there, which is no fault";
  EXPECT_TRUE(keeper_.state().read);
  const View one = ViewOf("one"), other = ViewOf("other");
  EXPECT_FALSE(keeper_.IsDue(one, false)) << "what has not looked yet knows nothing new";
  ASSERT_TRUE(keeper_.IsDue(one, true));
  keeper_.Write(one);
  clock_.Advance(seconds(59));
  EXPECT_FALSE(keeper_.IsDue(other, true));
  clock_.Advance(seconds(1));
  EXPECT_FALSE(keeper_.IsDue(one, true)) << "nothing changed";
  ASSERT_TRUE(keeper_.IsDue(other, true));
  keeper_.Write(other);
  EXPECT_EQ(keeper_.state().last_written, clock_.Now());
  EXPECT_GT(keeper_.state().bytes, 0U);
  EXPECT_EQ(StateKeeper(folder_, clock_, log_).Read().at(0).state.source, "other");
}

TEST_F(StateKeeperTest, AFolderThatCannotBeWrittenIsTriedAgain) {
  clock_.Advance(seconds(60));
  std::filesystem::create_directory(scratch_ / "state");
  std::filesystem::create_directory(StatePathIn(folder_) + ".new");
  const View view = ViewOf("one");
  keeper_.Write(view);
  EXPECT_FALSE(keeper_.state().written);
  EXPECT_EQ(keeper_.state().last_written, std::nullopt);
  EXPECT_FALSE(keeper_.IsDue(view, true)) << "not each second";
  std::filesystem::remove(StatePathIn(folder_) + ".new");
  clock_.Advance(seconds(60));
  ASSERT_TRUE(keeper_.IsDue(view, true));
  keeper_.Write(view);
  EXPECT_TRUE(keeper_.state().written);
}

TEST_F(StateKeeperTest, WhatIsForeignIsIgnoredAndReplaced) {
  scratch_.Write("state/lastgood.state", "not ours");
  EXPECT_TRUE(keeper_.Read().empty());
  EXPECT_FALSE(keeper_.state().read);
  keeper_.Write(ViewOf("one"));
  EXPECT_EQ(StateKeeper(folder_, clock_, log_).Read().size(), 1U);
}

}  // namespace
}  // namespace lastgood
