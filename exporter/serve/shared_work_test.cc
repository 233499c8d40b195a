#include "exporter/serve/shared_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace lastgood {
namespace {

// A thread that is held in its first piece of work until it is released.
class SharedWorkTest : public testing::Test {
 protected:
  void Hold() {
    std::promise<void> begun;
    work_.Ask(
        "hold",
        [&] {
          begun.set_value();
          release_.get_future().wait();
          return 0;
        },
        [](int) {});
    begun.get_future().wait();
  }
  void Release() { release_.set_value(); }

  std::promise<void> release_;
  SharedWork<int> work_{1, 2};
};

TEST_F(SharedWorkTest, WhoAskForTheSameWhileItWaitsShareOneResult) {
  Hold();
  std::atomic<int> worked = 0;
  std::promise<int> first, second;
  EXPECT_TRUE(work_.Ask("page", [&] { return ++worked; }, [&](int value) { first.set_value(value); }));
  EXPECT_TRUE(work_.Ask("page", [&] { return ++worked; }, [&](int value) { second.set_value(value); }));
  Release();
  EXPECT_EQ(first.get_future().get(), 1);
  EXPECT_EQ(second.get_future().get(), 1);
}

TEST_F(SharedWorkTest, WorkThatHasBegunIsJoinedByNobody) {
  Hold();
  std::promise<int> later;
  EXPECT_TRUE(work_.Ask("hold", [] { return 2; }, [&](int value) { later.set_value(value); }));
  Release();
  EXPECT_EQ(later.get_future().get(), 2);
}

TEST_F(SharedWorkTest, TooMuchWorkIsRefused) {
  Hold();
  EXPECT_TRUE(work_.Ask("a", [] { return 0; }, [](int) {}));
  EXPECT_TRUE(work_.Ask("b", [] { return 0; }, [](int) {}));
  EXPECT_FALSE(work_.Ask("c", [] { return 0; }, [](int) {}));
  EXPECT_TRUE(work_.Ask("a", [] { return 0; }, [](int) {})) << "shared";
  Release();
}

}  // namespace
}  // namespace lastgood
