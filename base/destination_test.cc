#include "base/destination.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

TEST(DestinationTest, SlashesAtTheEndSayNothing) {
  EXPECT_TRUE(IsSameDestination("s3://b", "s3://b/"));
  EXPECT_TRUE(IsSameDestination("s3://b/x", "s3://b/x//"));
  EXPECT_TRUE(IsSameDestination("file:///", "file://"));
  EXPECT_TRUE(IsSameDestination("/mnt/b/", "/mnt/b"));
  EXPECT_FALSE(IsSameDestination("s3://b/x", "s3://b/y"));
  EXPECT_FALSE(IsSameDestination("s3://b", "file://b"));
}

TEST(DestinationTest, OfAServiceTheHostIsInLowerCaseAndItsOwnPortIsLeftOut) {
  EXPECT_EQ(PlainDestination("HTTPS://S3.Example:443/Path/"), "https://s3.example/Path");
  EXPECT_EQ(PlainDestination("http://minio:80"), "http://minio");
  EXPECT_EQ(PlainDestination("http://minio:443"), "http://minio:443");
  EXPECT_EQ(PlainDestination("s3:https://Host:443/Bucket/"), "s3:https://host/Bucket");
  EXPECT_EQ(PlainDestination("s3://Bucket:443/"), "s3://Bucket:443") << "a name, not a host";
  EXPECT_EQ(PlainDestination(""), "");
}

TEST(DestinationTest, AnUnknownServiceIsNoOther) {
  EXPECT_TRUE(IsSameService(std::nullopt, std::nullopt));
  EXPECT_FALSE(IsSameService(std::nullopt, ""));
  EXPECT_FALSE(IsSameService("", "http://minio"));
  EXPECT_TRUE(IsSameService("http://minio:80/", "http://MINIO"));
}

TEST(DestinationTest, ABucketHoldsWhatLiesInItAndNoneOfASimilarName) {
  EXPECT_TRUE(LiesUnder("s3://b", "s3://b/"));
  EXPECT_TRUE(LiesUnder("s3://b/", "s3://b"));
  EXPECT_TRUE(LiesUnder("s3://b/x", "s3://b"));
  EXPECT_FALSE(LiesUnder("s3://b2/x", "s3://b"));
  EXPECT_TRUE(LiesUnder("s3://b/x", "s3://b/x/"));
  EXPECT_FALSE(LiesUnder("s3://b/x2", "s3://b/x/"));
  EXPECT_TRUE(LiesUnder("s3://b/x2", "s3://b/x")) << "the beginning of keys";
  EXPECT_FALSE(LiesUnder("s3://b", "s3://b/x"));
  EXPECT_TRUE(LiesUnder("file:///mnt/b", "file:///mnt/b/"));
}

}  // namespace
}  // namespace lastgood
