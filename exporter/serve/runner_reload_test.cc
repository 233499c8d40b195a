// A reload changes what its config changes, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "exporter/serve/runner.h"
#include "tests/support/fakes.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using Collect = std::function<Collected(const Pass&)>;

Collector Reading(std::string source, std::string settings, Collect collect) {
  Collector collector{.kind = "s3", .source = std::move(source)};
  collector.settings = std::move(settings);
  collector.interval = std::chrono::hours(1);
  collector.collect = std::move(collect);
  return collector;
}

Collected OneObject(const Clock& clock, const std::string& name = "x") {
  Collected collected;
  collected.facts.objects = {{.key = {"s3", "", "Folder", name}, .observed = clock.Now()}};
  return collected;
}

// Whether something comes true within a minute.
bool Soon(const std::function<bool()>& question) {
  for (int i = 0; i < 6000; ++i) {
    if (question()) return true;
    poll(nullptr, 0, 10);
  }
  return false;
}

// Holds up the passes of a source until it is opened, and counts those that entered.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> open = false;
  std::atomic<int> entered = 0, inside = 0;

  void Wait() {
    ++entered;
    ++inside;
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return open.load(); });
    --inside;
  }
  void Open() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
};

class RunnerReloadTest : public testing::Test {
 protected:
  static const Part& PartOf(const Runner& runner, std::size_t index, View& view) {
    view = runner.Current();
    return *view.parts.at(index).part;
  }

  const SystemClock clock_;
  Logger log_{nullptr, clock_, LogLevel::kError, LogFormat::kLogfmt};
  std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  View view_;
};

TEST_F(RunnerReloadTest, APassThatIsUnderWayGoesOnWhenItsSettingsStay) {
  const auto slow = [this](const Pass&) {
    gate_->Wait();
    return OneObject(clock_);
  };
  Runner runner({Reading("a", "same", slow)}, {}, clock_, log_);
  runner.Start();
  ASSERT_TRUE(Soon([&] { return gate_->entered == 1; }));
  for (int i = 0; i < 10; ++i) {
    const Runner::Reloaded reloaded = runner.Reload({Reading("a", "same", slow)}, {});
    EXPECT_EQ(reloaded.kept, 1U);
  }
  gate_->Open();
  ASSERT_TRUE(Soon([&] { return runner.Ready(); }));
  EXPECT_EQ(gate_->entered, 1) << "it began anew";
  EXPECT_EQ(PartOf(runner, 0, view_).facts.objects.size(), 1U);
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
}

TEST_F(RunnerReloadTest, OnlyWhatChangedBeginsAnewWithWhatItKnewOfTheSamePlace) {
  std::atomic<int> passes_a = 0, passes_b = 0, known = -1;
  const auto a = [&](const Pass&) { return ++passes_a, OneObject(clock_, "a"); };
  const auto b = [&](const Pass& pass) {
    known = static_cast<int>(pass.former.objects.size());
    return ++passes_b, OneObject(clock_, "b");
  };
  Runner runner({Reading("a", "1", a), Reading("b", "1", b), Reading("gone", "1", a)}, {}, clock_, log_);
  runner.Start();
  ASSERT_TRUE(Soon([&] { return runner.Ready(); }));
  const auto before = runner.Current().parts[0].part;
  const int passes = passes_a;
  const Runner::Reloaded reloaded = runner.Reload({Reading("b", "2", b), Reading("a", "1", a)}, {});
  EXPECT_EQ(reloaded.kept, 1U);
  EXPECT_EQ(reloaded.begun, 1U);
  EXPECT_EQ(reloaded.ended, 2U);
  EXPECT_EQ(PartOf(runner, 0, view_).facts.objects.size(), 1U) << "what b knew is shown meanwhile";
  EXPECT_TRUE(Soon([&] { return passes_b == 2; }));
  EXPECT_EQ(known, 1) << "and handed to its first pass";
  EXPECT_EQ(passes_a, passes);
  EXPECT_EQ(view_.parts.size(), 2U);
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
}

TEST_F(RunnerReloadTest, WhatWasLearntAtAnotherPlaceIsForgottenButCountersGoOn) {
  const auto fails = [this](const Pass&) {
    Collected collected = OneObject(clock_);
    collected.failures = {{ErrorCode::kForbidden, "denied"}};
    return collected;
  };
  Collector here = Reading("a", "1", fails);
  here.place = "s3://old/";
  Runner runner({here}, {}, clock_, log_);
  runner.RunOnce({});
  Collector there = here;
  there.place = "s3://new/";
  there.settings = "2";
  there.initial.buckets = {{.name = "a", .limit_bytes = 5}};
  there.collect = [gate = gate_](const Pass&) {
    gate->Wait();
    return Collected{};
  };
  runner.Reload({there}, {});
  const Part& part = PartOf(runner, 0, view_);
  EXPECT_TRUE(part.facts.objects.empty());
  EXPECT_EQ(part.facts.buckets.size(), 1U) << "what is known before the first pass";
  EXPECT_EQ(part.state.success, std::nullopt);
  EXPECT_EQ(part.state.last_success, std::nullopt);
  EXPECT_TRUE(part.state.failures.empty());
  EXPECT_EQ(part.state.errors[static_cast<std::size_t>(ErrorCode::kForbidden)], 1U) << "a counter fell";
  EXPECT_THAT(runner.WaitingFor(), ElementsAre("s3/a"));
  gate_->Open();
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30))) << "its thread uses the clock and the log";
}

TEST_F(RunnerReloadTest, NewObjectivesJudgeWhatIsKnownAtOnce) {
  const auto object = [this](const Pass&) {
    Collected collected = OneObject(clock_);
    Track track{.method = "dump"};
    track.last_success_start = track.last_success_finish = clock_.Now();
    collected.facts.objects[0].tracks = {track};
    return collected;
  };
  Runner runner({Reading("a", "1", object)}, {}, clock_, log_);
  runner.Start();
  ASSERT_TRUE(Soon([&] { return runner.Ready(); }));
  EXPECT_EQ(PartOf(runner, 0, view_).derived[0].deadline, std::nullopt);
  Objectives objectives;
  objectives.fallback.max_age = std::chrono::hours(26);
  EXPECT_EQ(runner.Reload({Reading("a", "1", object)}, objectives).kept, 1U);
  EXPECT_NE(PartOf(runner, 0, view_).derived[0].deadline, std::nullopt);
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
}

TEST_F(RunnerReloadTest, TenReloadsQuickerThanAPassStarveNobody) {
  std::atomic<int> ended = 0;
  const auto slow = [&](const Pass& pass) {
    while (!pass.deadline.Over(clock_) && !gate_->open) poll(nullptr, 0, 5);
    ++ended;
    return OneObject(clock_);
  };
  Runner runner({Reading("a", "0", slow)}, {}, clock_, log_);
  runner.Start();
  for (int i = 1; i <= 10; ++i) runner.Reload({Reading("a", std::to_string(i), slow)}, {});
  gate_->Open();
  EXPECT_TRUE(Soon([&] { return runner.Ready(); }));
  EXPECT_EQ(PartOf(runner, 0, view_).facts.objects.size(), 1U);
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
}

TEST_F(RunnerReloadTest, ASourceThatHangsLeavesOneThreadBehindHoweverManyReloads) {
  const auto hangs = [gate = gate_](const Pass&) {
    gate->Wait();
    return Collected{};
  };
  Runner runner({Reading("a", "0", hangs)}, {}, clock_, log_);
  runner.Start();
  ASSERT_TRUE(Soon([&] { return gate_->entered == 1; }));
  runner.Reload({Reading("a", "1", hangs)}, {});
  ASSERT_TRUE(Soon([&] { return gate_->entered == 2; }))
      << "the new one does not wait for the one that hangs";
  for (int i = 2; i < 10; ++i) runner.Reload({Reading("a", std::to_string(i), hangs)}, {});
  Collector last = Reading("a", "last", [this](const Pass&) { return OneObject(clock_); });
  last.timeout = Duration::zero();
  runner.Reload({last}, {});
  EXPECT_TRUE(Soon([&] { return runner.Ready(); })) << "one that has no thread is late all the same";
  EXPECT_EQ(PartOf(runner, 0, view_).state.success, false);
  EXPECT_EQ(gate_->inside, 2) << "one is left behind, and one took its place";
  gate_->Open();
  EXPECT_TRUE(Soon([&] { return PartOf(runner, 0, view_).state.success == true; })) << "then it has its turn";
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30)));
}

TEST_F(RunnerReloadTest, NewsBeginAPassBeforeTheIntervalIsOver) {
  std::atomic<int> passes = 0;
  Collector collector = Reading("a", "1", [&](const Pass&) { return ++passes, OneObject(clock_); });
  collector.changes = std::make_shared<ChangeSignal>();
  FakeClock clock;  // its Sleep returns at once: only the signal is waited for
  Runner runner({collector}, {}, clock, log_);
  runner.Start();
  ASSERT_TRUE(Soon([&] { return passes == 1; }));
  collector.changes->Raise();
  EXPECT_TRUE(Soon([&] { return passes == 2; }));
  EXPECT_TRUE(runner.Stop(std::chrono::seconds(30))) << "a stop ends the waiting";
  EXPECT_EQ(passes, 2);
}

TEST_F(RunnerReloadTest, WhatAnEarlierProcessKnewIsShownAndIsTheFormerOfTheFirstPass) {
  FormerPart former;
  former.state = {.kind = "s3", .source = "a", .place = "here", .finished = true, .success = false};
  former.state.last_success = clock_.Now() - std::chrono::hours(2);
  former.state.kinds = {"Backups"};
  former.state.memory = "words";
  former.facts = OneObject(clock_).facts;
  std::string memory;
  std::size_t objects = 0;
  Collector collector = Reading("a", "1", [&](const Pass& pass) {
    memory = pass.memory;
    objects = pass.former.objects.size();
    return Collected{.facts = pass.former};
  });
  collector.place = "here";
  Collector elsewhere = collector;
  elsewhere.place = "there";
  EXPECT_TRUE(PartOf(Runner({elsewhere}, {}, clock_, log_, {former}), 0, view_).facts.objects.empty());
  Runner runner({collector}, {}, clock_, log_, {former});
  const Part& part = PartOf(runner, 0, view_);
  EXPECT_EQ(part.facts.objects.size(), 1U);
  EXPECT_EQ(part.state.last_success, former.state.last_success);
  EXPECT_EQ(part.state.success, false);
  EXPECT_THAT(runner.WaitingFor(), ElementsAre("s3/a")) << "ready means that it has looked itself";
  runner.RunOnce({});
  EXPECT_EQ(memory, "words");
  EXPECT_EQ(objects, 1U);
}

TEST_F(RunnerReloadTest, APlaceThatIsFoundLaterKeepsWhatWasLearntThere) {
  FormerPart former;
  former.state = {.kind = "s3", .source = "a", .place = "here", .finished = true};
  former.facts = OneObject(clock_).facts;
  std::string found;
  Collector collector = Reading("a", "1", [](const Pass& pass) { return Collected{.facts = pass.former}; });
  collector.find_place = [&] { return found; };
  for (const auto& [place, objects] : {std::pair("here", 1U), std::pair("there", 0U)}) {
    found = "";
    Runner runner({collector}, {}, clock_, log_, {former});
    runner.RunOnce({});
    EXPECT_EQ(PartOf(runner, 0, view_).facts.objects.size(), 1U)
        << "nobody knows yet that it is another place";
    found = place;
    runner.RunOnce({});
    EXPECT_EQ(PartOf(runner, 0, view_).facts.objects.size(), objects) << place;
  }
}

}  // namespace
}  // namespace lastgood
