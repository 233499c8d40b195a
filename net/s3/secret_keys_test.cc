#include "net/s3/secret_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string Keys(const SecretData& data, SecretRef secret = {.namespace_ = "shop", .name = "s3"}) {
  const Result<AwsKeys> keys = KeysOf(secret, data);
  return keys.ok() ? keys->access_key + " " + keys->secret_key + " " + keys->session_token
                   : keys.error().message;
}

TEST(SecretKeysTest, TheNamesOfEachSystemAreKnown) {
  EXPECT_EQ(Keys({{"ACCESS_KEY_ID", "a"}, {"ACCESS_SECRET_KEY", "b"}, {"ACCESS_SESSION_TOKEN", "t"}}),
            "a b t");
  EXPECT_EQ(Keys({{"AWS_ACCESS_KEY_ID", "a\n"}, {"AWS_SECRET_ACCESS_KEY", "b\n"}, {"AWS_ENDPOINTS", "x"}}),
            "a b ");
  EXPECT_EQ(Keys({{"S3_ACCESS_KEY_ID", "a"}, {"S3_SECRET_ACCESS_KEY", "b"}, {"S3_BUCKET", "x"}}), "a b ");
  EXPECT_EQ(Keys({{"cloud", "[default]\naws_access_key_id=a\naws_secret_access_key = b\n"}}), "a b ");
}

TEST(SecretKeysTest, WhereTheBucketIsIsReadAsEachSystemWritesIt) {
  const auto place = [](const SecretData& data) {
    const Result<SecretPlace> found = PlaceIn({.namespace_ = "shop", .name = "s3"}, data);
    return found.ok() ? found->endpoint + " " + found->region + " " + found->ca_pem : found.error().message;
  };
  EXPECT_EQ(place({{"AWS_ENDPOINTS", "https://minio:9000\n"}, {"AWS_CERT", "PEM"}}),
            "https://minio:9000  PEM");
  EXPECT_EQ(place({{"S3_ENDPOINT", "minio:9000"}, {"S3_REGION", "home"}, {"S3_BUCKET", "b"}}),
            "https://minio:9000 home ");
  EXPECT_EQ(place({{"ACCESS_KEY_ID", "a"}}), "  ");
  EXPECT_THAT(place({{"AWS_ENDPOINTS", "https://user:hunter2@minio"}}),
              AllOf(HasSubstr("Secret shop/s3: its endpoint"), Not(HasSubstr("hunter2"))));
}

TEST(SecretKeysTest, NamesOfOnesOwnBeatTheUsual) {
  const SecretData data = {
      {"user", "a"}, {"pass", "b"}, {"AWS_ACCESS_KEY_ID", "x"}, {"AWS_SECRET_ACCESS_KEY", "y"}};
  EXPECT_EQ(Keys(data, {.namespace_ = "shop", .name = "s3", .access_key = "user", .secret_key = "pass"}),
            "a b ");
  EXPECT_THAT(Keys(data, {.namespace_ = "shop", .name = "s3", .access_key = "user", .secret_key = "word"}),
              AllOf(HasSubstr("Secret shop/s3: expected a key word"), HasSubstr("pass, user")));
}

TEST(SecretKeysTest, AFileOfAnotherNameIsReadWhenItIsNamed) {
  const SecretRef secret{.namespace_ = "velero", .name = "s3", .file = "minio"};
  EXPECT_EQ(Keys({{"minio", "[default]\naws_access_key_id=a\naws_secret_access_key=b\n"}}, secret), "a b ");
  EXPECT_THAT(Keys({{"cloud", ""}}, secret),
              HasSubstr("Secret velero/s3: expected a key minio, found cloud"));
  EXPECT_THAT(Keys({{"minio", "[other]\n"}}, secret), HasSubstr("minio: expected [default] with"));
}

TEST(SecretKeysTest, WhatIsMissingIsNamedWithoutAValue) {
  EXPECT_THAT(
      Keys({{"user", "hunter2"}, {"ACCESS_KEY_ID", "only-one"}}),
      AllOf(HasSubstr("found ACCESS_KEY_ID, user"), Not(HasSubstr("hunter2")), Not(HasSubstr("only-one"))));
  EXPECT_THAT(Keys({}), HasSubstr("found nothing"));
}

}  // namespace
}  // namespace lastgood
