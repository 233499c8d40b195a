// The buckets collector against a real server that fails: the last good figures stay, and the failure has the
// right reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/s3/s3.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_server.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Fault = TestServer::Fault;

// A bucket that was listed once, with three pages of one object.
class S3FaultTest : public testing::Test {
 protected:
  // With the system's clock a deadline ends what hangs; the fake one makes waiting between tries take no
  // time.
  void Open(const std::string& url, const std::string& more = "anonymous: true", bool real_clock = false) {
    const Clock& clock = real_clock ? static_cast<const Clock&>(system_) : fake_;
    Result<ConfigReader> reader = ConfigReader::Parse(
        "backups: {url: s3://backups, region: us-east-1, endpoint: \"" + url + "\", " + more + "}", "c.yaml");
    Result<std::vector<Collector>> made =
        MakeS3Collectors(*reader, {*http_, clock, nullptr, [](const char*) { return std::nullopt; }});
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
    clock_ = &clock;
  }
  Collected Run(Duration time = std::chrono::minutes(30)) {
    Collected collected = collector_.collect({Deadline::After(*clock_, time), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  void ListOnce() {
    server_.SetPageSize(1);
    for (const char* key : {"a", "b", "c"}) server_.Put(key, 5);
    ASSERT_THAT(Run().failures, IsEmpty());
  }
  // The next page but the first is answered like this.
  void FailOnPageTwo(const TestServer::Reply& reply) {
    server_.SetOverride([reply](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
      if (request.Query("continuation-token").empty()) return std::nullopt;
      return reply;
    });
  }
  void ExpectOldFiguresAnd(const Collected& collected, ErrorCode code, const std::string& what) {
    ASSERT_EQ(collected.failures.size(), 1u) << what;
    EXPECT_EQ(collected.failures[0].code, code) << what << ": " << collected.failures[0].message;
    EXPECT_THAT(collected.failures[0].message, HasSubstr("bucket backups: listing s3://backups/, page"));
    ASSERT_EQ(collected.facts.buckets.size(), 1u);
    EXPECT_EQ(collected.facts.buckets[0].used_bytes, 15u) << what;
    EXPECT_TRUE(collected.facts.buckets[0].listed.has_value()) << what;
  }

  FakeClock fake_;
  SystemClock system_;
  const Clock* clock_ = nullptr;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  S3TestServer server_;
  Collector collector_;
  Facts former_;
};

struct FaultCase {
  const char* name;
  TestServer::Reply reply;
  ErrorCode code;
};

std::vector<FaultCase> Faults() {
  const std::string page = S3TestPage({{"b"}}, true, "b");
  return {
      {"reset in the middle of a body",
       {.body = page, .fault = Fault::kReset, .fault_after = 100},
       ErrorCode::kUnavailable},
      {"closed too early",
       {.body = page, .fault = Fault::kCloseEarly, .fault_after = 100},
       ErrorCode::kTruncated},
      {"XML cut off", {.body = page.substr(0, 400)}, ErrorCode::kTruncated},
      {"an empty 200", {}, ErrorCode::kTruncated},
      {"a body without end", {.fault = Fault::kEndless}, ErrorCode::kTooLarge},
      {"no HTTP", {.fault = Fault::kGarbage}, ErrorCode::kMalformed},
      {"a login page", {.body = "<!DOCTYPE html><html>Sign in</html>"}, ErrorCode::kMalformed},
      {"a page again", {.body = S3TestPage({{"a"}}, true, "a")}, ErrorCode::kMalformed},
      {"no token", {.body = S3TestPage({{"b"}}, true)}, ErrorCode::kMalformed},
      {"an empty size", {.body = S3TestPage({{"b", ""}}, true, "b")}, ErrorCode::kMalformed},
      {"401", {.status = 401}, ErrorCode::kUnauthorized},
      {"403", {.status = 403, .body = S3TestError("AccessDenied")}, ErrorCode::kForbidden},
      {"404", {.status = 404, .body = S3TestError("NoSuchBucket")}, ErrorCode::kNotFound},
      {"429", {.status = 429}, ErrorCode::kThrottled},
      {"503 SlowDown", {.status = 503, .body = S3TestError("SlowDown")}, ErrorCode::kThrottled},
      {"500", {.status = 500, .body = S3TestError("InternalError")}, ErrorCode::kUnavailable},
      {"301", {.status = 301, .headers = {{"x-amz-bucket-region", "eu-west-1"}}}, ErrorCode::kWrongRegion},
      {"clock skew", {.status = 403, .body = S3TestError("RequestTimeTooSkewed")}, ErrorCode::kClockSkew},
  };
}

TEST_F(S3FaultTest, WhateverGoesWrongTheLastFiguresStay) {
  Open(server_.server().Url());
  ListOnce();
  for (const FaultCase& fault : Faults()) {
    FailOnPageTwo(fault.reply);
    const Collected collected = Run();
    ExpectOldFiguresAnd(collected, fault.code, fault.name);
    EXPECT_THAT(collected.failures[0].message, HasSubstr("page 2")) << fault.name;
  }
  server_.SetOverride({});
  EXPECT_THAT(Run().failures, IsEmpty());
}

TEST_F(S3FaultTest, WhatHangsEndsAtTheDeadline) {
  Open(server_.server().Url(), "anonymous: true", /*real_clock=*/true);
  ListOnce();
  const std::string page = S3TestPage({{"b"}}, true, "b");
  for (const Fault fault : {Fault::kStall, Fault::kTrickle, Fault::kNoAnswer}) {
    FailOnPageTwo({.body = page, .fault = fault, .fault_after = 100});
    ExpectOldFiguresAnd(Run(std::chrono::milliseconds(200)), ErrorCode::kTimeout, "hanging");
  }
}

TEST_F(S3FaultTest, ARefusedConnectionIsUnavailable) {
  const ClosedPort nobody;
  Open(server_.server().Url());
  ListOnce();
  Open(nobody.Url());
  ExpectOldFiguresAnd(Run(), ErrorCode::kUnavailable, "refused");
}

TEST_F(S3FaultTest, AFaultThatPassesIsNoFailure) {
  Open(server_.server().Url());
  ListOnce();
  int refusals = 0;
  server_.SetOverride([&](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    if (request.Query("continuation-token") != "b" || ++refusals > 3) return std::nullopt;
    if (refusals == 1) return TestServer::Reply{.status = 503, .body = S3TestError("SlowDown")};
    if (refusals == 2) return TestServer::Reply{.body = "<ListBucketResult><Is", .headers = {}};
    return TestServer::Reply{.body = S3TestError("InternalError")};
  });
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(refusals, 4);
}

TEST_F(S3FaultTest, AServerOfAnotherAuthorityIsRefused) {
  TempDir folder;
  const TestAuthority ours;
  const TestAuthority theirs;
  S3TestServer secure(TestServer::Tls{ours.Server(), ""});
  secure.SetFeature("uploads", "");
  secure.Put("a", 15);
  Open(secure.server().Url(),
       "anonymous: true, ca_file: \"" + folder.Write("ours.pem", ours.ca_pem()) + "\"");
  EXPECT_THAT(Run().failures, IsEmpty());
  Open(secure.server().Url(),
       "anonymous: true, ca_file: \"" + folder.Write("theirs.pem", theirs.ca_pem()) + "\"");
  ExpectOldFiguresAnd(Run(), ErrorCode::kTls, "another authority");
}

// Accepts one access key and session token only.
TestServer::Reply Guard(const TestServer::Request& request, std::string_view key, std::string_view token) {
  const std::string authorization = request.Header("authorization");
  const bool known = authorization.find("Credential=" + std::string(key) + "/") != std::string::npos;
  if (known && request.Header("x-amz-security-token") == token) return {.body = S3TestPage({})};
  return {.status = 400, .body = S3TestError("ExpiredToken", "The provided token has expired.")};
}

TEST_F(S3FaultTest, AnExpiredTokenThatWasReplacedCostsNothing) {
  TempDir folder;
  folder.Write("access", "old");
  folder.Write("token", "t1");
  server_.SetOverride([&](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    TestServer::Reply reply = Guard(request, "new", "t2");
    if (reply.status == 400) {  // the mounted secret changes meanwhile
      folder.Write("access", "new");
      folder.Write("token", "t2");
    }
    return reply;
  });
  Open(server_.server().Url(), "credentials: {access_key_file: \"" + folder / "access" +
                                   "\", secret_key_file: \"" + folder.Write("secret", "s") +
                                   "\", session_token_file: \"" + folder / "token" + "\"}");
  EXPECT_THAT(Run().failures, IsEmpty());
}

TEST_F(S3FaultTest, AnExpiredTokenIsUnauthorizedAndWorksAgainOnceReplaced) {
  TempDir folder;
  folder.Write("access", "old");
  server_.SetOverride([](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
    return Guard(request, "new", "");
  });
  Open(server_.server().Url(), "credentials: {access_key_file: \"" + folder / "access" +
                                   "\", secret_key_file: \"" + folder.Write("secret", "hunter2") + "\"}");
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kUnauthorized);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("expired"));
  EXPECT_THAT(collected.failures[0].message, testing::Not(HasSubstr("hunter2")));
  EXPECT_EQ(server_.server().requests().size(), 1u) << "the same keys are not tried again";
  folder.Write("access", "new");
  EXPECT_THAT(Run().failures, IsEmpty());
}

}  // namespace
}  // namespace lastgood
