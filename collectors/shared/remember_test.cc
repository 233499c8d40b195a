#include "collectors/shared/remember.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

using std::chrono::hours;

const Time kNow{std::chrono::seconds(1'790'000'000)};
const ObjectKey kKey{"longhorn", "longhorn-system", "Volume", "db"};

Facts One(const std::string& destination, std::optional<Time> failure, const std::string& endpoint = "",
          std::optional<Time> created = std::nullopt) {
  ObjectFacts object{.key = kKey, .created = created};
  object.tracks = {{.method = "backup",
                    .destination = destination,
                    .last_failure = failure,
                    .last_failure_message = failure ? "disk full" : "",
                    .endpoint = endpoint}};
  return {.objects = {object}};
}

std::optional<Time> Remembered(const Facts& former, Facts fresh) {
  RememberFailures(former, fresh);
  return fresh.objects[0].tracks[0].last_failure;
}

TEST(RememberFailuresTest, AFailureThatExpiredIsKeptWithItsMessage) {
  Facts fresh = One("s3://b", std::nullopt);
  RememberFailures(One("s3://b", kNow), fresh);
  EXPECT_EQ(fresh.objects[0].tracks[0].last_failure, kNow);
  EXPECT_EQ(fresh.objects[0].tracks[0].last_failure_message, "disk full");
}

TEST(RememberFailuresTest, ANewerOneOfItsOwnCounts) {
  EXPECT_EQ(Remembered(One("s3://b", kNow - hours(2)), One("s3://b", kNow)), kNow);
  EXPECT_EQ(Remembered(One("s3://b", kNow), One("s3://b", kNow - hours(2))), kNow);
}

TEST(RememberFailuresTest, TheFailureOfAnotherDestinationIsNotItsOwn) {
  EXPECT_EQ(Remembered(One("s3://b", kNow), One("s3://c", std::nullopt)), std::nullopt);
  EXPECT_EQ(Remembered(One("s3://b", kNow, "http://a"), One("s3://b", std::nullopt, "http://b")),
            std::nullopt);
}

TEST(RememberFailuresTest, ADestinationSpeltInAnotherWayIsTheSame) {
  EXPECT_EQ(Remembered(One("s3://b/x/", kNow), One("s3://b/x", std::nullopt)), kNow);
  EXPECT_EQ(Remembered(One("s3://b", kNow, "http://a:80"), One("s3://b", std::nullopt, "http://A/")), kNow);
}

TEST(RememberFailuresTest, AnObjectThatWasCreatedLaterIsAnotherOne) {
  EXPECT_EQ(Remembered(One("s3://b", kNow), One("s3://b", std::nullopt, "", kNow + hours(1))), std::nullopt);
}

RestoreTestFacts Drill(std::optional<Time> success, std::optional<Time> point = std::nullopt) {
  return {.key = {"longhorn", "longhorn-system", "Restore", "db"},
          .last_success = success,
          .recovered_to = point};
}

TEST(ProvesMoreTest, NewerDataProvesMoreThanALaterEnd) {
  EXPECT_TRUE(ProvesMore(kNow, std::nullopt, Drill(std::nullopt)));
  EXPECT_FALSE(ProvesMore(std::nullopt, kNow, Drill(std::nullopt)));
  EXPECT_FALSE(ProvesMore(kNow, kNow - hours(9), Drill(kNow - hours(3), kNow - hours(5))));
  EXPECT_TRUE(ProvesMore(kNow - hours(4), kNow - hours(4), Drill(kNow, kNow - hours(9))));
}

TEST(RememberDrillsTest, ADrillThatIsGoneStaysAsLongAsItsObject) {
  Facts former, fresh = One("s3://b", std::nullopt);
  former.restore_tests = {Drill(kNow, kNow - hours(1))};
  fresh.objects[0].observed = kNow + hours(1);
  RememberDrills(former, fresh);
  ASSERT_EQ(fresh.restore_tests.size(), 1u);
  EXPECT_EQ(fresh.restore_tests[0].last_success, kNow);
  EXPECT_EQ(fresh.restore_tests[0].observed, kNow + hours(1));
  Facts without;
  RememberDrills(former, without);
  EXPECT_TRUE(without.restore_tests.empty());
}

TEST(RememberDrillsTest, ADrillOfAnotherObjectOfThatNameIsForgotten) {
  Facts former, fresh;
  former.restore_tests = {Drill(kNow)};
  fresh.restore_tests = {Drill(std::nullopt)};
  fresh.restore_tests[0].created = kNow + hours(1);
  RememberDrills(former, fresh);
  EXPECT_EQ(fresh.restore_tests[0].last_success, std::nullopt);
}

TEST(RememberDrillsTest, WhatTheDrillNoLongerKnowsItselfIsKept) {
  Facts former, fresh;
  former.restore_tests = {Drill(kNow, kNow - hours(1))};
  former.restore_tests[0].last_failure = kNow - hours(5);
  fresh.restore_tests = {Drill(kNow)};
  RememberDrills(former, fresh);
  EXPECT_EQ(fresh.restore_tests[0].recovered_to, kNow - hours(1));
  EXPECT_EQ(fresh.restore_tests[0].last_failure, kNow - hours(5));
}

}  // namespace
}  // namespace lastgood
