#include "exporter/serve/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/fakes.h"

namespace lastgood {
namespace {

using testing::ElementsAre;

Collector Answering(std::string source, std::function<Collected(const Pass&)> collect) {
  Collector collector{.kind = "s3", .source = std::move(source)};
  collector.collect = std::move(collect);
  return collector;
}

Collected OneObject(const Clock& clock) {
  Collected collected;
  collected.facts.objects = {{.key = {"s3", "", "Folder", "x"}, .observed = clock.Now()}};
  return collected;
}

class RunnerTest : public testing::Test {
 protected:
  FakeClock clock_;
  Logger log_{nullptr, clock_, LogLevel::kError, LogFormat::kLogfmt};
};

TEST_F(RunnerTest, AFailedPassKeepsWhatTheCollectorCarriedOverAndCountsTheReason) {
  bool fails = false;
  Runner runner({Answering("a",
                           [&](const Pass& pass) {
                             if (!fails) return OneObject(clock_);
                             Collected collected;
                             collected.facts = pass.former;
                             collected.failures = {{ErrorCode::kForbidden, "denied"}};
                             return collected;
                           })},
                {}, clock_, log_);
  runner.RunOnce({});
  const std::optional<Time> first = runner.Current().parts[0].part->state.last_success;
  clock_.Advance(std::chrono::minutes(1));
  fails = true;
  runner.RunOnce({});
  const Part& part = *runner.Current().parts[0].part;
  EXPECT_EQ(part.facts.objects.size(), 1u);
  EXPECT_EQ(part.state.success, false);
  EXPECT_EQ(part.state.last_success, first);
  EXPECT_EQ(part.state.errors[static_cast<std::size_t>(ErrorCode::kForbidden)], 1u);
}

TEST_F(RunnerTest, CoverageIsJoinedAnewWhenAnyPartIs) {
  Objectives objectives;
  objectives.components = {{.name = "files", .needs = {{"s3", "", "", "x"}}}};
  bool known = false;
  const auto collect = [&](const Pass&) { return known ? OneObject(clock_) : Collected{}; };
  Runner runner({Answering("a", collect), Answering("b", [](const Pass&) { return Collected{}; })},
                objectives, clock_, log_);
  EXPECT_EQ(runner.Current().coverage->components.at(0).is_protected, std::nullopt) << "nothing was read yet";
  runner.RunOnce({});
  EXPECT_EQ(runner.Current().coverage->components.at(0).reason, "missing");
  known = true;
  runner.RunOnce({});
  EXPECT_EQ(runner.Current().coverage->components.at(0).objects.size(), 1U);
  EXPECT_NE(runner.Current().coverage_samples, nullptr);
}

TEST_F(RunnerTest, WhatIsKnownBeforeTheFirstPassIsShown) {
  Collector collector = Answering("a", [&](const Pass&) { return Collected{}; });
  collector.initial.buckets = {{.name = "a", .limit_bytes = 5}};
  Runner runner({collector}, {}, clock_, log_);
  EXPECT_EQ(runner.Current().parts[0].part->facts.buckets[0].limit_bytes, 5u);
  EXPECT_THAT(runner.WaitingFor(), ElementsAre("s3/a"));
}

// A source that hangs until the test lets it go.
class Gate {
 public:
  void Wait() {
    std::unique_lock lock(mutex_);
    entered_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void AwaitEntered() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return entered_; });
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool entered_ = false, open_ = false;
};

TEST(RunnerThreadTest, OneHungSourceDelaysNobodyElseAndIsToldAsATimeout) {
  const SystemClock clock;
  Logger log(nullptr, clock, LogLevel::kError, LogFormat::kLogfmt);
  auto gate = std::make_shared<Gate>();
  auto other = std::make_shared<Gate>();
  Collector hung = Answering("hung", [gate](const Pass&) {
    gate->Wait();
    return Collected{};
  });
  hung.timeout = Duration::zero();
  Runner runner({hung, Answering("quick",
                                 [other, &clock](const Pass&) {
                                   Collected collected = OneObject(clock);
                                   other->Open();
                                   return collected;
                                 })},
                {}, clock, log);
  runner.Start();
  gate->AwaitEntered();
  other->Wait();
  while (!runner.Ready()) std::this_thread::yield();
  EXPECT_EQ(runner.Current().parts[0].part->state.success, false);
  EXPECT_EQ(runner.Current().parts[0].part->state.failures[0].code, ErrorCode::kTimeout);
  EXPECT_EQ(runner.Current().parts[1].part->state.success, true);
  EXPECT_FALSE(runner.Stop(Duration(10))) << "the hung one is left behind";
  gate->Open();
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
}

TEST_F(RunnerTest, APassThatOutlivesItsRunTellsNoMoreProgress) {
  auto gate = std::make_shared<Gate>();
  auto late = std::make_shared<std::atomic<int>>(0);
  Runner runner({Answering("hung",
                           [this, gate](const Pass& pass) {
                             pass.progress("folders", 1);
                             clock_.Advance(std::chrono::hours(1));
                             gate->Wait();
                             pass.progress("folders", 2);
                             return Collected{};
                           })},
                {}, clock_, log_);
  auto returned = std::make_shared<std::atomic<bool>>(false);
  runner.RunOnce([late, returned](std::string_view, std::string_view, std::size_t) {
    if (*returned) ++*late;
  });
  *returned = true;
  gate->Open();
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
  EXPECT_EQ(*late, 0);
}

// Calls what a test gives it whenever someone asks for the time.
class WatchedClock final : public Clock {
 public:
  std::function<void()> on_now;
  Time Now() const override {
    if (on_now) on_now();
    return now_.Now();
  }
  Monotonic Steady() const override { return now_.Steady(); }
  void Sleep(Duration duration, const std::stop_token& stop) const override { now_.Sleep(duration, stop); }
  void Advance(Duration duration) { now_.Advance(duration); }

 private:
  FakeClock now_;
};

TEST_F(RunnerTest, NothingOfACollectorOutlivesTheRunner) {
  for (int i = 0; i < 500; ++i) {
    const auto used = std::make_shared<int>();
    auto runner = std::make_unique<Runner>(
        std::vector{Answering("a", [used](const Pass&) { return Collected{}; })}, Objectives{}, clock_, log_);
    runner->Start();
    ASSERT_TRUE(runner->Stop(std::chrono::seconds(20)));
    runner.reset();
    ASSERT_EQ(used.use_count(), 1) << "of try " << i;
  }
}

TEST(RunnerOverdueTest, ATimeoutCountedWhileThePassEndsIsNotLost) {
  WatchedClock clock;
  Logger log(nullptr, clock, LogLevel::kError, LogFormat::kLogfmt);
  Runner runner({Answering("a",
                           [&](const Pass&) {
                             clock.Advance(std::chrono::hours(1));
                             return Collected{};
                           })},
                {}, clock, log);
  std::uint64_t counted = 0;
  const auto timeouts = [&] {
    return runner.Current().parts[0].part->state.errors[static_cast<std::size_t>(ErrorCode::kTimeout)];
  };
  clock.on_now = [&] {
    runner.MarkOverdue();
    counted = std::max<std::uint64_t>(counted, timeouts());
  };
  runner.RunOnce({});
  clock.on_now = {};
  EXPECT_EQ(timeouts(), counted) << "a counter fell";
  EXPECT_EQ(runner.Current().parts[0].part->state.success, true);
}

}  // namespace
}  // namespace lastgood
