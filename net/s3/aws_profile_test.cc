#include "net/s3/aws_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/s3/bucket_config.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

constexpr char kConfig[] = R"(
[default]
region = eu-west-1
endpoint_url = https://default.example

# a comment
[profile minio]
region=home
services = lan
ca_bundle = /etc/minio.pem  # inline
s3 =
    addressing_style = path
endpoint_url = https://all.example

[services lan]
s3 =
  endpoint_url = https://s3.lan:9000
  other = x
sts =
  endpoint_url = https://sts.lan:9000

[profile plain]
ignore_configured_endpoint_urls = true
endpoint_url = https://never.example
)";

class AwsProfileTest : public testing::Test {
 protected:
  AwsProfile Profile(const std::string& name = "") { return AwsProfile(getenv_, name); }
  std::string Endpoint(const std::string& name = "") { return Profile(name).EndpointOf("s3").url; }

  TempDir folder_;
  std::map<std::string, std::string> variables_ = {{"AWS_CONFIG_FILE", folder_.Write("config", kConfig)}};
  const Getenv getenv_ = [this](const char* name) -> std::optional<std::string> {
    const auto found = variables_.find(name);
    return found == variables_.end() ? std::nullopt : std::optional(found->second);
  };
};

TEST_F(AwsProfileTest, TheProfileIsThatOfTheConfigThenOfTheVariableThenTheDefault) {
  EXPECT_EQ(Profile().Region(), "eu-west-1");
  EXPECT_FALSE(Profile().named());
  variables_["AWS_PROFILE"] = "minio";
  EXPECT_EQ(Profile().Region(), "home");
  EXPECT_TRUE(Profile().named());
  EXPECT_EQ(Profile("plain").Region(), "");
  EXPECT_EQ(Profile("none").section(), nullptr);
  variables_["AWS_DEFAULT_REGION"] = "other";
  EXPECT_EQ(Profile().Region(), "other");
  variables_["AWS_REGION"] = "first";
  EXPECT_EQ(Profile().Region(), "first");
}

TEST_F(AwsProfileTest, AnEndpointHasThePrecedenceThatAwsGivesIt) {
  EXPECT_EQ(Endpoint(), "https://default.example");
  EXPECT_EQ(Endpoint("minio"), "https://s3.lan:9000") << "the services section beats the profile";
  EXPECT_EQ(Profile("minio").EndpointOf("sts").url, "https://sts.lan:9000");
  EXPECT_EQ(Profile("minio").EndpointOf("kms").url, "https://all.example");
  variables_["AWS_ENDPOINT_URL"] = "https://variable.example";
  EXPECT_EQ(Endpoint("minio"), "https://variable.example");
  variables_["AWS_ENDPOINT_URL_S3"] = "https://own.example";
  EXPECT_EQ(Endpoint("minio"), "https://own.example");
  EXPECT_EQ(Profile("minio").EndpointOf("sts").url, "https://variable.example");
  EXPECT_EQ(Endpoint("plain"), "") << "the profile ignores them all";
  variables_["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false";
  EXPECT_EQ(Endpoint("plain"), "https://own.example") << "a variable beats the file";
}

TEST_F(AwsProfileTest, TheBundleIsThatOfTheVariableThenOfTheProfile) {
  EXPECT_EQ(Profile("minio").CaBundle(), "/etc/minio.pem");
  variables_["AWS_CA_BUNDLE"] = "/ca";
  EXPECT_EQ(Profile("minio").CaBundle(), "/ca");
}

TEST_F(AwsProfileTest, WithoutAFileNothingIsSaid) {
  variables_ = {{"HOME", folder_.path()}};
  EXPECT_EQ(Endpoint(), "");
  folder_.Write(".aws/config", "[default]\nregion = found\n[profile default]\nendpoint_url = https://x\n");
  EXPECT_EQ(Endpoint(), "https://x");
  EXPECT_EQ(Profile().Region(), "") << "[profile default] beats [default]";
}

TEST_F(AwsProfileTest, AnyTextIsDecoded) {
  for (const char* text : {"", "[", "[]", "[profile]", "=", "[profile x", " = y\n",
                           "[services s]\n = \n  a=b", "\xFF\n[default]\r\nregion = r\r\n"})
    (void)DecodeAwsConfig(text);
  EXPECT_EQ(DecodeAwsConfig("[default]\r\nregion = r\r\n").profiles.at("default").at("region"), "r");
}

TEST_F(AwsProfileTest, KeysOfTheConfigBeatTheEnvironment) {
  variables_["AWS_ENDPOINT_URL_S3"] = "https://own.example";
  variables_["AWS_CA_BUNDLE"] = "/ca";
  variables_["AWS_REGION"] = "r";
  const BucketConfig open = *WithEnvironment({.url = "s3://backups"}, getenv_);
  EXPECT_EQ(open.endpoint, "https://own.example");
  EXPECT_EQ(open.tls.ca_file, "/ca");
  EXPECT_EQ(open.region, "r");
  BucketConfig written{.url = "s3://backups", .endpoint = "https://minio:9000", .region = "home"};
  written.tls.ca_file = "/own";
  const BucketConfig kept = *WithEnvironment(written, getenv_);
  EXPECT_EQ(kept.endpoint, "https://minio:9000");
  EXPECT_EQ(kept.tls.ca_file, "/own");
  EXPECT_EQ(kept.region, "home");
  EXPECT_EQ(WithEnvironment({.url = "file:///mnt"}, getenv_)->endpoint, "");
}

TEST_F(AwsProfileTest, AnEndpointThatIsNoneNamesWhoSaysSo) {
  variables_["AWS_ENDPOINT_URL"] = "minio:9000";
  const Result<BucketConfig> config = WithEnvironment({.url = "s3://backups"}, getenv_);
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().message, HasSubstr("AWS_ENDPOINT_URL: expected a URL like https://host:port"));
}

}  // namespace
}  // namespace lastgood
