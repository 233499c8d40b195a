#include "net/manifests/room.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace lastgood {
namespace {

const std::function<bool()> kGoOn = [] { return false; };

TEST(RoomTest, NoMoreIsInWorkThanThereIsRoom) {
  Room room(100);
  std::atomic<int> inside = 0, most = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n)
        room.With(40, kGoOn, [&] {
          const int now = ++inside;
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
          std::this_thread::yield();
          --inside;
        });
    });
  threads.clear();
  EXPECT_LE(most, 2);
}

TEST(RoomTest, WhatIsLargerThanTheRoomHasItAlone) {
  Room room(100);
  bool ran = false;
  EXPECT_TRUE(room.With(5000, kGoOn, [&] {
    ran = true;
    EXPECT_FALSE(room.With(1, [] { return true; }, [] { FAIL() << "beside the large one"; }));
  }));
  EXPECT_TRUE(ran);
}

TEST(RoomTest, WhatThrowsLeavesItsPlace) {
  Room room(100);
  EXPECT_THROW(room.With(100, kGoOn, [] { throw 1; }), int);
  EXPECT_TRUE(room.With(100, kGoOn, [] {}));
}

}  // namespace
}  // namespace lastgood
