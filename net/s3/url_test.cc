#include "net/s3/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using testing::HasSubstr;

// "scheme host path" of where a bucket's requests go.
std::string Address(const char* bucket, const char* endpoint, std::optional<bool> path_style = {},
                    const char* region = "eu-central-1") {
  const Result<S3Address> address = AddressOf({bucket, ""}, endpoint, region, path_style);
  return address.ok() ? address->scheme + " " + address->host + " " + address->path : address.error().message;
}

TEST(S3UrlTest, AnEndpointMeansPathStyleUnlessToldOtherwise) {
  EXPECT_EQ(Address("b-1", "https://minio.example:9000"), "https minio.example:9000 /b-1");
  EXPECT_EQ(Address("b-1", "https://minio.example", false), "https b-1.minio.example ");
  EXPECT_EQ(Address("b-1", "http://10.0.0.1/s3/"), "http 10.0.0.1 /s3/b-1");
  EXPECT_EQ(Address("b-1", "http://10.0.0.1/s3", false), "http b-1.10.0.0.1 /s3");
}

TEST(S3UrlTest, WithoutAnEndpointItIsAmazonsOfTheRegion) {
  EXPECT_EQ(Address("b-1", ""), "https b-1.s3.eu-central-1.amazonaws.com ");
  EXPECT_EQ(Address("b-1", "", true), "https s3.eu-central-1.amazonaws.com /b-1");
  EXPECT_EQ(Address("b-1", "", {}, "cn-north-1"), "https b-1.s3.cn-north-1.amazonaws.com.cn ");
}

TEST(S3UrlTest, ANameWithDotsTakesPathStyleSinceNoCertificateCoversIt) {
  EXPECT_EQ(Address("my.backups", ""), "https s3.eu-central-1.amazonaws.com /my.backups");
}

TEST(S3UrlTest, TheHostIsWhatTheHostHeaderWillSay) {
  EXPECT_EQ(Address("b-1", "https://MinIO.Example:443"), "https minio.example /b-1");
  EXPECT_EQ(Address("b-1", "http://minio.example:80"), "http minio.example /b-1");
  EXPECT_EQ(Address("b-1", "http://minio.example:443"), "http minio.example:443 /b-1");
  EXPECT_EQ(Address("b-1", "http://[::1]:9000"), "http [::1]:9000 /b-1");
}

TEST(S3UrlTest, EndpointsThatAreNoneAreRefused) {
  EXPECT_THAT(Address("b-1", "ftp://minio.example"), HasSubstr("not http or https"));
  EXPECT_THAT(Address("b-1", "minio.example:9000"), HasSubstr("expected a URL like"));
  EXPECT_THAT(Address("b-1", "https://"), HasSubstr("expected a URL like"));
  const std::string refused = Address("b-1", "https://user:hunter2@minio.example");
  EXPECT_THAT(refused, HasSubstr("without user and password"));
  EXPECT_THAT(refused, testing::Not(HasSubstr("hunter2")));
}

TEST(S3UrlTest, ABucketMayHaveABaseFolder) {
  EXPECT_EQ(ParseS3Url("s3://backups")->base, "");
  EXPECT_EQ(ParseS3Url("s3://backups/")->base, "");
  EXPECT_EQ(ParseS3Url("s3://backups/team/a//")->base, "team/a/");
  EXPECT_EQ(ParseS3Url("s3://backups/team/a")->bucket, "backups");
}

TEST(S3UrlTest, NamesThatAreNoBucketsAreRefused) {
  for (const char* url : {"s3://", "s3:///x", "s3://a", "s3://a b c", "s3://a?b=c", "https://x", ""}) {
    const Result<S3Location> location = ParseS3Url(url);
    ASSERT_FALSE(location.ok()) << url;
    EXPECT_EQ(location.error().code, ErrorCode::kConfig) << url;
  }
}

}  // namespace
}  // namespace lastgood
