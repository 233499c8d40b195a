#include "net/s3/bucket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_server.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certificates.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Objects of a bucket behind a real socket.
class BucketTest : public testing::Test {
 protected:
  Bucket Open(const std::string& url = "s3://backups/team", std::optional<bool> path_style = {}) {
    return *Bucket::Open({.url = url, .endpoint = server_.server().Url(), .path_style = path_style}, *http_,
                         clock_, [](const char* name) -> std::optional<std::string> {
                           const std::string_view variable = name;
                           if (variable == "AWS_ACCESS_KEY_ID") return "AKIDEXAMPLE";
                           if (variable == "AWS_SECRET_ACCESS_KEY") return "hunter2";
                           if (variable == "AWS_REGION") return "home";
                           return std::nullopt;
                         });
  }
  void AnswerAll(TestServer::Reply reply) {
    server_.SetOverride([reply](const TestServer::Request&) { return std::optional(reply); });
  }
  TestServer::Request LastRequest() { return server_.server().requests().back(); }

  FakeClock clock_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  S3TestServer server_;
};

TEST_F(BucketTest, ARequestArrivesAsItWasSigned) {
  AnswerAll({.body = "content"});
  EXPECT_EQ(*Open().Get("dir/../a b+(\u00e9)~", {}, {}), "content");
  const TestServer::Request request = LastRequest();
  EXPECT_EQ(request.target, "/backups/team/dir/../a%20b%2B%28%C3%A9%29~");
  const SignedRequest expected =
      SignV4({.host = request.Header("host"), .path = "/backups/team/dir/../a b+(\u00e9)~", .region = "home"},
             {"AKIDEXAMPLE", "hunter2", ""}, clock_.Now());
  EXPECT_EQ(request.Header("authorization"), expected.headers.back().second);
  EXPECT_EQ(request.Header("x-amz-date"), "20260921T141320Z");
}

// As Longhorn's, which name the endpoint too.
TEST_F(BucketTest, WhatTheConfigLeavesOpenTheSecretOfItsKeysSays) {
  SecretData secret = {{"AWS_ACCESS_KEY_ID", "A"},
                       {"AWS_SECRET_ACCESS_KEY", "S"},
                       {"AWS_ENDPOINTS", server_.server().Url()},
                       {"AWS_REGION", "moon"}};
  const auto open = [&](BucketConfig config) {
    config.url = "s3://backups";
    config.credentials = {.secret = SecretRef{.namespace_ = "longhorn-system", .name = "s3"},
                          .read_secret = [&](const SecretRef&, const Deadline&) { return secret; }};
    const Getenv getenv = [](const char* name) {
      return std::string_view(name) == "AWS_REGION" ? std::optional<std::string>("mars") : std::nullopt;
    };
    return *Bucket::Open(config, *http_, clock_, getenv);
  };
  AnswerAll({.body = "content"});
  EXPECT_EQ(*open({}).Get("key", {}, {}), "content");
  EXPECT_EQ(LastRequest().target, "/backups/key");
  EXPECT_THAT(std::string(LastRequest().Header("authorization")), HasSubstr("/moon/s3/"))
      << "the Secret beats the environment";
  secret["AWS_ENDPOINTS"] = "https://nobody.invalid";
  EXPECT_EQ(*open({.endpoint = server_.server().Url(), .region = "home"}).Get("key", {}, {}), "content");
  EXPECT_THAT(std::string(LastRequest().Header("authorization")), HasSubstr("/home/s3/"));
}

TEST_F(BucketTest, ASecretMayHoldTheCertificateOfItsServersAuthority) {
  const TestAuthority authority;
  TestServer server([](const TestServer::Request&) { return TestServer::Reply{.body = "content"}; },
                    TestServer::Tls{authority.Server(), ""});
  SecretData secret = {{"ACCESS_KEY_ID", "A"}, {"ACCESS_SECRET_KEY", "S"}};
  const BucketConfig config{
      .url = "s3://backups",
      .endpoint = server.Url(),
      .credentials = {.secret = SecretRef{.namespace_ = "longhorn-system", .name = "s3"},
                      .read_secret = [&](const SecretRef&, const Deadline&) { return secret; }}};
  const Getenv nothing = [](const char*) { return std::nullopt; };
  EXPECT_EQ(Bucket::Open(config, *http_, clock_, nothing)->Get("key", {}, {}).error().code, ErrorCode::kTls);
  secret["AWS_CERT"] = authority.ca_pem();
  EXPECT_EQ(*Bucket::Open(config, *http_, clock_, nothing)->Get("key", {}, {}), "content");
}

TEST_F(BucketTest, AnObjectMayLookLikeAnError) {
  AnswerAll({.body = S3TestError("AccessDenied")});
  EXPECT_THAT(*Open().Get("error.xml", {}, {}), StartsWith("<?xml"));
}

TEST_F(BucketTest, ARangeIsAskedForAndMustBeAnswered) {
  AnswerAll({.status = 206, .body = "234"});
  EXPECT_EQ(*Open().Get("f", {.offset = 2, .length = 3}, {}), "234");
  EXPECT_EQ(LastRequest().Header("range"), "bytes=2-4");
  EXPECT_EQ(*Open().Get("f", {.offset = 2}, {}), "234");
  EXPECT_EQ(LastRequest().Header("range"), "bytes=2-");
  AnswerAll({.status = 416, .body = S3TestError("InvalidRange")});
  EXPECT_EQ(*Open().Get("f", {.offset = 20}, {}), "");
  AnswerAll({.body = "0123456789"});
  EXPECT_EQ(Open().Get("f", {.offset = 2}, {}).error().code, ErrorCode::kMalformed);
}

TEST_F(BucketTest, AnObjectIsBounded) {
  AnswerAll({.body = std::string(100, 'x')});
  EXPECT_EQ(Open().Get("f", {.most = 99}, {}).error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(Open().Get("f", {.most = 100}, {})->size(), 100u);
}

TEST_F(BucketTest, AMissingObjectIsNotFoundAndNamed) {
  AnswerAll({.status = 404, .body = S3TestError("NoSuchKey")});
  const Result<std::string> got = Open().Get("a/b", {}, {});
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(got.error().message, HasSubstr("reading s3://backups/team/a/b: HTTP 404 NoSuchKey"));
}

TEST_F(BucketTest, VirtualHostedStylePutsTheBucketIntoTheHost) {
  std::string url;
  FakeHttp http([&](const HttpRequest& request) -> Result<HttpResponse> {
    if (url.empty()) url = request.url;
    return HttpResponse{200, {}, S3TestPage({})};
  });
  const Bucket bucket = *Bucket::Open({.url = "s3://backups",
                                       .endpoint = "https://s3.example:8443",
                                       .path_style = false,
                                       .credentials = {.anonymous = true}},
                                      http, clock_, [](const char*) { return std::nullopt; });
  ASSERT_TRUE(bucket.List({}, {}, [](const BucketObject&) {}).ok());
  EXPECT_EQ(url, "https://backups.s3.example:8443/?encoding-type=url&list-type=2&max-keys=1000");
}

TEST_F(BucketTest, AFolderAndABucketAnswerAlike) {
  TempDir folder;
  folder.Write("a/1", "one");
  const Bucket bucket = *Bucket::Open({.url = "file://" + folder.path() + "/"}, *http_, clock_, nullptr);
  std::vector<std::string> keys;
  ASSERT_TRUE(
      bucket.List({.prefix = "a/"}, {}, [&](const BucketObject& o) { keys.emplace_back(o.key); }).ok());
  EXPECT_THAT(keys, testing::ElementsAre("a/1"));
  EXPECT_EQ(*bucket.Get("a/1", {}, {}), "one");
  EXPECT_EQ(bucket.s3(), nullptr);
  EXPECT_EQ(bucket.requests(), 0u);
}

TEST_F(BucketTest, UrlsThatAreNoBucketsAreMistakesOfTheConfig) {
  for (const char* url : {"", "backups", "file://relative", "http://x", "s3://"})
    EXPECT_EQ(
        Bucket::Open({.url = url}, *http_, clock_, [](const char*) { return std::nullopt; }).error().code,
        ErrorCode::kConfig)
        << url;
}

}  // namespace
}  // namespace lastgood
