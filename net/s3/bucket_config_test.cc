#include "net/s3/bucket_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/s3/bucket.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

const Getenv kNothingSet = [](const char*) { return std::nullopt; };

const ReadSecret kEmptySecret = [](const SecretRef&, const Deadline&) { return SecretData(); };

// "" when the config is right, else its first mistake.
std::string MistakeIn(std::string_view yaml, const ReadSecret& read_secret = kEmptySecret) {
  Result<ConfigReader> reader = ConfigReader::Parse(yaml, "c.yaml");
  if (!reader.ok()) return reader.error().message;
  ReadBucketConfig(*reader, kNothingSet, read_secret);
  const Status status = reader->Finish();
  return status.ok() ? "" : status.error().message;
}

TEST(BucketConfigTest, EveryKeyIsRead) {
  Result<ConfigReader> reader = ConfigReader::Parse(
      "url: s3://backups/team\nendpoint: https://minio:9000\nregion: home\npath_style: false\nca_file: /ca\n"
      "insecure_skip_verify: true\ncredentials: {access_key_file: /a, secret_key_file: /s, "
      "session_token_file: /t}",
      "c.yaml");
  const BucketConfig config = ReadBucketConfig(*reader, kNothingSet);
  ASSERT_TRUE(reader->Finish().ok()) << reader->Finish().error().message;
  EXPECT_EQ(config.url, "s3://backups/team");
  EXPECT_EQ(config.endpoint, "https://minio:9000");
  EXPECT_EQ(config.region, "home");
  EXPECT_EQ(config.path_style, false);
  EXPECT_EQ(config.tls.ca_file, "/ca");
  EXPECT_TRUE(config.tls.insecure_skip_verify);
  EXPECT_EQ(config.credentials.access_key_file, "/a");
  EXPECT_EQ(config.credentials.secret_key_file, "/s");
  EXPECT_EQ(config.credentials.session_token_file, "/t");
}

TEST(BucketConfigTest, ASecretIsNamedWithItsKeys) {
  Result<ConfigReader> reader = ConfigReader::Parse(
      "url: s3://backups\ncredentials: {secret: {namespace: shop, name: s3, access_key: A, secret_key: S}}",
      "c.yaml");
  const BucketConfig config = ReadBucketConfig(*reader, kNothingSet, kEmptySecret);
  ASSERT_TRUE(reader->Finish().ok()) << reader->Finish().error().message;
  ASSERT_TRUE(config.credentials.secret);
  EXPECT_EQ(config.credentials.secret->namespace_, "shop");
  EXPECT_EQ(config.credentials.secret->secret_key, "S");
  EXPECT_TRUE(config.credentials.read_secret);
}

TEST(BucketConfigTest, WhereASecretMayTellTheEndpointItIsUnknownUntilThen) {
  const auto endpoint = [](const std::string& more) {
    Result<ConfigReader> reader = ConfigReader::Parse("url: s3://backups\n" + more, "c.yaml");
    return EndpointOf(ReadBucketConfig(*reader, kNothingSet, kEmptySecret));
  };
  const std::string secret = "credentials: {secret: {namespace: shop, name: s3}}\n";
  EXPECT_EQ(endpoint(""), "");
  EXPECT_EQ(endpoint(secret), std::nullopt);
  EXPECT_EQ(endpoint(secret + "endpoint: https://minio:9000"), "https://minio:9000");
}

TEST(BucketConfigTest, MistakesSayWhereAndWhat) {
  const std::vector<std::pair<const char*, const char*>> mistakes = {
      {"region: x", "url is missing"},
      {"url: https://minio/backups", "url: expected s3://bucket or file:///folder"},
      {"url: 's3://a b'", "no name of a bucket"},
      {"url: s3://backups\nendpoint: minio:9000", "c.yaml:2:"},
      {"url: s3://backups\nendpont: https://x", "endpoint"},
      {"url: file:///mnt\nregion: x", "region: of no use with a file:// URL"},
      {"url: s3://backups\ncredentials: {access_key_file: /a}", "go together"},
      {"url: s3://backups\ncredentials: {session_token_file: /a}", "needs access_key_file"},
      {"url: s3://backups\ncredentials: {access_key_file: /a, secret_key_file: /s, profile: x}", "either"},
      {"url: s3://backups\nanonymous: true\ncredentials: {profile: x}", "of no use with `anonymous: true`"},
      {"url: s3://backups\ncredentials: {secret_key: hunter2}", "secret_key_file"},
      {"url: s3://backups\ncredentials: {secret: {name: x}}", "expected the namespace of a Secret"},
      {"url: s3://backups\ncredentials: {secret: {namespace: a, name: X}}", "expected the name of a Secret"},
      {"url: s3://backups\ncredentials: {secret: {namespace: a, name: b, access_key: K}}", "go together"},
      {"url: s3://backups\ncredentials: {secret: {namespace: a, name: b}, profile: x}", "either a Secret"},
  };
  for (const auto& [yaml, says] : mistakes) EXPECT_THAT(MistakeIn(yaml), HasSubstr(says)) << yaml;
  EXPECT_THAT(MistakeIn("url: s3://backups\ncredentials: {secret: {namespace: a, name: b}}", {}),
              HasSubstr("expected a cluster to read it from"));
  EXPECT_EQ(MistakeIn("url: file:///mnt/backups"), "");
  EXPECT_EQ(MistakeIn("url: s3://backups\nanonymous: true"), "");
}

}  // namespace
}  // namespace lastgood
