#include "collectors/shared/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fakes.h"

namespace lastgood {
namespace {

using testing::ElementsAre;

const ObjectKey kKey{"restic", "", "Repository", "host"};
const Time kThen{std::chrono::seconds(1'790'000'000)};

StorePlace Place(const std::string& url, const std::string& prefix = "host/",
                 const std::string& endpoint = "") {
  return {.bucket = "b", .config = {.url = url, .endpoint = endpoint}, .prefix = prefix};
}

ObjectFacts Blank(const StorePlace& place, std::optional<Duration> max_age = std::nullopt) {
  return StoreObject(kKey, "snapshot", place, {.max_age = max_age});
}

// What a pass over the place learnt: a recovery point.
Facts Learnt(const StorePlace& place) {
  ObjectFacts object = Blank(place);
  object.observed = kThen;
  object.tracks[0].recovery_point = kThen;
  return {.objects = {object}};
}

TEST(StorePlaceTest, AnUrlHasOneSlashBeforeThePrefix) {
  EXPECT_EQ(Place("s3://b").Url(), "s3://b/host/");
  EXPECT_EQ(Place("s3://b/").Url(), "s3://b/host/");
  EXPECT_EQ(Place("file:///b", "").Endpoint(), std::nullopt) << "a folder may be mounted from anywhere";
  EXPECT_EQ(Place("s3://b").Endpoint(), "");
}

TEST(FormerObjectTest, WhatIsKnownStaysWithItsTimeAndTheNewPromise) {
  const ObjectFacts known =
      FormerObject(Learnt(Place("s3://b")), Blank(Place("s3://b"), std::chrono::hours(3)), "down");
  EXPECT_EQ(known.observed, kThen);
  EXPECT_EQ(known.tracks[0].recovery_point, kThen);
  EXPECT_EQ(known.max_age, std::chrono::hours(3));
  EXPECT_TRUE(known.unread.empty());
}

TEST(FormerObjectTest, WhatWasNeverReadSaysWhy) {
  EXPECT_THAT(FormerObject({}, Blank(Place("s3://b")), "down").unread, ElementsAre("down"));
  const Facts never = {.objects = {Blank(Place("s3://b"))}};
  EXPECT_THAT(FormerObject(never, Blank(Place("s3://b")), "down").unread, ElementsAre("down"));
}

TEST(FormerObjectTest, WhatWasLearntAtAnotherPlaceIsForgotten) {
  const Facts former = Learnt(Place("s3://b", "host/", "https://s3.example"));
  for (const StorePlace& other :
       {Place("s3://c", "host/", "https://s3.example"), Place("s3://b", "other/", "https://s3.example"),
        Place("s3://b", "host/", "https://s4.example"), Place("file:///b")}) {
    const ObjectFacts object = FormerObject(former, Blank(other), "down");
    EXPECT_EQ(object.observed, Time()) << other.Url();
    EXPECT_EQ(object.tracks[0].recovery_point, std::nullopt) << other.Url();
    EXPECT_EQ(object.tracks[0].destination, other.Url());
    EXPECT_THAT(object.unread, ElementsAre("down"));
  }
}

TEST(FormerObjectTest, OnePlaceMayBeSpeltInSeveralWays) {
  const Facts former = Learnt(Place("s3://b", "host/", "https://s3.example"));
  const ObjectFacts object =
      FormerObject(former, Blank(Place("s3://b/", "host/", "https://S3.example:443/")), "down");
  EXPECT_EQ(object.observed, kThen);
}

TEST(ListCommandTest, SaysHowToLookAtAPlace) {
  EXPECT_EQ(ListCommand(Place("file:///mnt/b")), "ls -lR /mnt/b/host/");
  EXPECT_EQ(ListCommand(Place("s3://b", "", "http://minio:9000")),
            "aws s3 ls --recursive s3://b/ --endpoint-url http://minio:9000");
}

TEST(StoreTimeTest, AnHourOfSkewIsForgiven) {
  EXPECT_FALSE(IsFromTheFuture(kThen + std::chrono::minutes(59), kThen));
  EXPECT_TRUE(IsFromTheFuture(kThen + std::chrono::minutes(61), kThen));
}

}  // namespace
}  // namespace lastgood
