#include "net/kube/watch_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/kube_readings.h"

namespace lastgood {
namespace {

using ::testing::HasSubstr;
using Type = WatchEvent::Type;

class WatchEventsTest : public ::testing::Test {
 protected:
  WatchEvent Read(std::string line) {
    shown_.clear();
    return events_.Read(line, kBackups, [this](const Fields& fields) { shown_ = fields.Name(); });
  }
  static std::string Event(const std::string& type, const std::string& metadata) {
    return R"({"type":")" + type + R"(","object":{"kind":"Backup","metadata":{)" + metadata + "}}}";
  }

  WatchEvents events_;
  std::string shown_;
};

TEST_F(WatchEventsTest, AddedAndModifiedAreShown) {
  for (const char* type : {"ADDED", "MODIFIED"}) {
    const WatchEvent event = Read(Event(type, R"("name":"b","namespace":"app","resourceVersion":"7")"));
    EXPECT_EQ(event.type, Type::kChanged);
    EXPECT_EQ(event.resource_version, "7");
    EXPECT_EQ(shown_, "b");
  }
}

TEST_F(WatchEventsTest, DeletedIsNamedAndNotShown) {
  const WatchEvent event = Read(Event("DELETED", R"("name":"b","namespace":"app","resourceVersion":"8")"));
  EXPECT_EQ(event.type, Type::kDeleted);
  EXPECT_EQ(event.object.namespace_ + "/" + event.object.name, "app/b");
  EXPECT_EQ(shown_, "");
}

TEST_F(WatchEventsTest, ABookmarkNeedsNoName) {
  const WatchEvent event = Read(Event("BOOKMARK", R"("resourceVersion":"9")"));
  EXPECT_EQ(event.type, Type::kBookmark);
  EXPECT_EQ(event.resource_version, "9");
}

TEST_F(WatchEventsTest, AnErrorOf410IsExpiredAndAnotherIsTold) {
  EXPECT_EQ(Read(R"({"type":"ERROR","object":{"kind":"Status","code":410}})").type, Type::kExpired);
  const WatchEvent event =
      Read(R"({"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd is gone"}})");
  EXPECT_EQ(event.type, Type::kError);
  EXPECT_THAT(event.error.message, HasSubstr("500: etcd is gone"));
}

TEST_F(WatchEventsTest, AnObjectWithoutANameIsAProblem) {
  const WatchEvent event = Read(Event("ADDED", R"("resourceVersion":"3")"));
  EXPECT_EQ(event.type, Type::kBroken);
  ASSERT_TRUE(event.problem);
  EXPECT_THAT(event.problem->error.message, HasSubstr("expected a name"));
}

TEST_F(WatchEventsTest, BytesThatAreNoTextAreReadAndSaid) {
  const WatchEvent event = Read(Event("ADDED", "\"name\":\"b\",\"labels\":{\"x\":\"\xff\"}"));
  EXPECT_EQ(event.type, Type::kChanged);
  EXPECT_EQ(shown_, "b");
  ASSERT_TRUE(event.problem);
  EXPECT_THAT(event.problem->error.message, HasSubstr("U+FFFD"));
}

TEST_F(WatchEventsTest, WhatIsNoEventIsAnError) {
  for (const char* line : {"<html>", "{}", "[1]", R"({"type":"ADDED"})", R"({"type":7,"object":{}})",
                           R"({"type":"PATCHED","object":{"metadata":{"name":"a"}}})", R"({"type":"ADD)"})
    EXPECT_EQ(Read(line).type, Type::kError) << line;
}

}  // namespace
}  // namespace lastgood
