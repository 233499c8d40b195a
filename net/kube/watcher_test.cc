// Following a resource of a real server that forgets, breaks, refuses and comes back.
#include "net/kube/watcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "net/http/curl_http.h"
#include "net/http/measure.h"
#include "net/kube/source.h"
#include "tests/support/fakes.h"
#include "tests/support/instrument.h"
#include "tests/support/kube_readings.h"
#include "tests/support/watch_server.h"

namespace lastgood {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// What one follower was told, as a set of names.
class Seen {
 public:
  Follower Follower_() {
    Follower follower;
    follower.interval = std::chrono::milliseconds(100);
    follower.reading = {kBackups, [this](const Fields& fields) { return Add(fresh_, fields); },
                        [this] { fresh_.clear(); }};
    follower.listed = [this](ReadOutcome) {
      const std::lock_guard lock(mutex_);
      names_ = std::exchange(fresh_, {});
    };
    follower.changed = [this](const Fields& fields) {
      const std::lock_guard lock(mutex_);
      return Add(names_, fields);
    };
    follower.deleted = [this](std::string_view, std::string_view name) {
      const std::lock_guard lock(mutex_);
      names_.erase(std::string(name));
    };
    follower.broken = [this](Problem problem) {
      const std::lock_guard lock(mutex_);
      broken_ += problem.error.message;
    };
    follower.news = [this] {
      const std::lock_guard lock(mutex_);
      moved_.notify_all();
    };
    return follower;
  }

  // True once `holds`, which is asked after every piece of news.
  template <typename Holds>
  bool Until(Holds holds) {
    std::unique_lock lock(mutex_);
    return moved_.wait_for(lock, std::chrono::seconds(20), [&] { return holds(names_); });
  }
  bool UntilNames(const std::set<std::string>& wanted) {
    return Until([&](const std::set<std::string>& names) { return names == wanted; });
  }
  std::set<std::string> names() {
    const std::lock_guard lock(mutex_);
    return names_;
  }
  std::string broken() {
    const std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  static Status Add(std::set<std::string>& names, const Fields& fields) {
    fields.Int({"status", "size"});
    LASTGOOD_RETURN_IF_ERROR(fields.status());
    names.insert(fields.Name());
    return Ok();
  }

  std::mutex mutex_;
  std::condition_variable moved_;
  std::set<std::string> names_, fresh_;
  std::string broken_;
};

class WatcherTest : public ::testing::Test {
 protected:
  WatcherTest() {
    server_.Put("a");
    server_.Put("b");
  }
  void Open(bool watch = true) { source_ = KubeSource::Open(server_.Config(watch), *http_, clock_).value(); }
  // Follows, and waits for what is known first.
  FollowState Begin(bool watch = true) {
    if (source_ == nullptr) Open(watch);
    following_ = source_->Follow(seen_.Follower_());
    return State();
  }
  FollowState State() { return following_->Await(Deadline::After(clock_, std::chrono::seconds(20))); }
  bool UntilState(const std::function<bool(const FollowState&)>& holds) {
    return seen_.Until([&](const auto&) { return true; }) && [&] {
      const Deadline deadline = Deadline::After(clock_, std::chrono::seconds(20));
      while (!holds(State()) && !deadline.Over(clock_)) std::this_thread::yield();
      return holds(State());
    }();
  }

  const SystemClock clock_;
  Instruments instruments_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test", &instruments_);
  WatchServer server_;
  Seen seen_;
  std::unique_ptr<KubeSource> source_;
  std::unique_ptr<Following> following_;
};

TEST_F(WatcherTest, AListIsReadOnceAndThenWhatChanges) {
  EXPECT_TRUE(Begin().listed);
  EXPECT_THAT(seen_.names(), UnorderedElementsAre("a", "b"));
  server_.Put("c");
  server_.Delete("a");
  EXPECT_TRUE(seen_.UntilNames({"b", "c"}));
  EXPECT_EQ(server_.lists(), 1);
  EXPECT_EQ(server_.watches(), 1);
}

TEST_F(WatcherTest, ItsOwnMetricsTellOfStreamsAndEvents) {
  const auto events = [this](const char* event) {
    return InstrumentOf(instruments_, kWatchEvents,
                        {{"resource", "backups.postgresql.cnpg.io"}, {"event", event}});
  };
  EXPECT_TRUE(Begin().listed);
  server_.Put("c");
  server_.Delete("a");
  EXPECT_TRUE(seen_.UntilNames({"b", "c"}));
  EXPECT_EQ(events("changed"), 1);
  EXPECT_EQ(events("deleted"), 1);
  const std::map<std::string, std::string> host = {{"host", HostOf(server_.Url())}};
  EXPECT_EQ(InstrumentOf(instruments_, kWatchStreams, host), 1);
  following_.reset();
  source_.reset();
  EXPECT_EQ(InstrumentOf(instruments_, kWatchStreams, host), 0);
}

TEST_F(WatcherTest, TwoWhoFollowTheSameAreToldOneList) {
  Seen other;
  Open();
  const auto also = source_->Follow(other.Follower_());
  Begin();
  server_.Put("c");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  EXPECT_TRUE(other.UntilNames({"a", "b", "c"}));
  EXPECT_EQ(server_.lists(), 1);
  EXPECT_EQ(server_.watches(), 1);
}

TEST_F(WatcherTest, WhoComesLaterIsToldAWholeList) {
  Begin();
  Seen other;
  const auto also = source_->Follow(other.Follower_());
  EXPECT_TRUE(also->Await(Deadline::After(clock_, std::chrono::seconds(20))).listed);
  EXPECT_THAT(other.names(), UnorderedElementsAre("a", "b"));
  server_.Put("c");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  EXPECT_EQ(server_.lists(), 2);
}

TEST_F(WatcherTest, ABrokenStreamGoesOnWhereItEnded) {
  Begin();
  server_.Put("c");
  ASSERT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  server_.Cut();
  server_.Put("d");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c", "d"}));
  EXPECT_EQ(server_.lists(), 1);
  EXPECT_EQ(State().failure, std::nullopt);
}

TEST_F(WatcherTest, WhatHasExpiredIsListedAnew) {
  Begin();
  server_.Put("c");
  ASSERT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  server_.Delete("a");
  server_.Put("d");
  server_.Compact();
  server_.Cut();
  EXPECT_TRUE(seen_.UntilNames({"b", "c", "d"}));
}

TEST_F(WatcherTest, ABookmarkProvesThatNothingIsMissing) {
  const Time before = Begin().proven;
  server_.Bookmark();
  EXPECT_TRUE(UntilState([&](const FollowState& state) { return state.proven > before; }));
  EXPECT_THAT(seen_.names(), UnorderedElementsAre("a", "b"));
}

TEST_F(WatcherTest, AnObjectThatCannotBeReadCostsNoOther) {
  Begin();
  server_.Put("a", R"(,"status":{"size":"much"})");
  server_.Put("c");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  EXPECT_THAT(seen_.broken(), HasSubstr("Backup app/a: status.size: expected"));
}

TEST_F(WatcherTest, WhatIsNoWatchIsListedAnewAndSaid) {
  Begin();
  server_.Say("<html>");
  EXPECT_TRUE(UntilState([](const FollowState& state) { return state.failure.has_value(); }));
  server_.Put("c");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  EXPECT_TRUE(UntilState([](const FollowState& state) { return !state.failure; }));
}

TEST_F(WatcherTest, AServerThatRefusesToWatchIsListedAgainAndAgain) {
  server_.RefuseWatches(403);
  EXPECT_TRUE(Begin().listed);
  server_.Put("c");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  EXPECT_EQ(State().failure, std::nullopt);
}

TEST_F(WatcherTest, WithoutWatchesNoneIsAskedFor) {
  Begin(false);
  server_.Put("c");
  EXPECT_TRUE(seen_.UntilNames({"a", "b", "c"}));
  EXPECT_EQ(server_.watches(), 0);
}

TEST_F(WatcherTest, ARefusedListIsAFailureUntilItIsGranted) {
  server_.RefuseLists(403);
  const FollowState refused = Begin();
  ASSERT_TRUE(refused.failure);
  EXPECT_EQ(refused.failure->code, ErrorCode::kForbidden);
  EXPECT_FALSE(refused.listed);
  server_.RefuseLists(0);
  EXPECT_TRUE(seen_.UntilNames({"a", "b"}));
  EXPECT_EQ(State().failure, std::nullopt);
}

TEST_F(WatcherTest, ADeletedCrdTakesNothingOfWhatIsKnown) {
  Begin();
  server_.RefuseLists(404);
  server_.Delete("a");
  server_.Delete("b");
  server_.Cut();
  EXPECT_TRUE(UntilState([](const FollowState& state) { return state.absent; }));
  EXPECT_THAT(seen_.names(), UnorderedElementsAre("a", "b"));
}

TEST_F(WatcherTest, WhoHasLeftIsToldNothing) {
  Begin();
  following_.reset();
  Seen other;
  const auto also = source_->Follow(other.Follower_());
  EXPECT_TRUE(also->Await(Deadline::After(clock_, std::chrono::seconds(20))).listed);
  server_.Put("c");
  EXPECT_TRUE(other.UntilNames({"a", "b", "c"}));
  EXPECT_THAT(seen_.names(), UnorderedElementsAre("a", "b"));
}

TEST_F(WatcherTest, AnUnreachableServerIsToldOnceForAll) {
  const ClosedPort closed;
  const TempDir folder;
  source_ =
      KubeSource::Open({.kubeconfig = WriteKubeconfig(folder, closed.Url(), "token: t")}, *http_, clock_)
          .value();
  Seen other;
  Follower claims = other.Follower_();
  claims.reading.resource = kClaims;
  const auto also = source_->Follow(std::move(claims));
  const FollowState first = Begin();
  const FollowState second = also->Await(Deadline::After(clock_, std::chrono::seconds(20)));
  ASSERT_TRUE(first.failure && second.failure);
  EXPECT_EQ(first.failure->message, second.failure->message);
}

}  // namespace
}  // namespace lastgood
