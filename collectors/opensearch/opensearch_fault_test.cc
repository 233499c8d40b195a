// A cluster that fails, refuses, hangs or is not one: the last good facts stay, and the reason is right.
#include "collectors/opensearch/opensearch_fixture.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Fault = TestServer::Fault;

class OpensearchFaultTest : public OpensearchTest {
 protected:
  void ReadOnce(const std::string& more = "", const std::string& url = "") {
    SetSm({SmPolicy("nightly", "0 2 * * *")});
    PutGood("nightly-1", Ago(hours(5)));
    good_ = Ago(hours(5));
    OpenApi(more, url);
    ASSERT_THAT(Run().failures, IsEmpty());
    read_ = clock_.Now();
    clock_.Advance(std::chrono::minutes(5));
  }
  void ExpectOldFactsAnd(const Collected& collected, ErrorCode code, const std::string& what) {
    ASSERT_FALSE(collected.failures.empty()) << what;
    EXPECT_EQ(collected.failures[0].code, code) << what << ": " << collected.failures[0].message;
    EXPECT_THAT(collected.failures[0].message, HasSubstr("snapshot repository s3: "));
    ASSERT_EQ(collected.facts.objects.size(), 1u);
    EXPECT_EQ(Repository().observed, read_) << what;
    EXPECT_EQ(Repository().protection, Protection::kScheduled) << what;
    EXPECT_EQ(Snapshots().counts, (BackupCounts{.completed = 1})) << what;
    EXPECT_EQ(Snapshots().recovery_point, good_) << what;
    EXPECT_EQ(former_.policies.size(), 1u) << what;
    EXPECT_EQ(former_.destinations.at(0).url, "s3://backups/opensearch/") << what;
  }

  Time good_, read_;
};

struct FaultCase {
  const char* name;
  TestServer::Reply reply;
  ErrorCode code;
};

std::vector<FaultCase> Faults() {
  const std::string list = R"({"snapshots":[{"snapshot":"a","uuid":"b","state":"SUCCESS"}]})";
  return {
      {"reset", {.body = list, .fault = Fault::kReset, .fault_after = 20}, ErrorCode::kUnavailable},
      {"closed early", {.body = list, .fault = Fault::kCloseEarly, .fault_after = 20}, ErrorCode::kTruncated},
      {"without end", {.fault = Fault::kEndless}, ErrorCode::kTooLarge},
      {"garbage", {.fault = Fault::kGarbage}, ErrorCode::kMalformed},
      {"empty", {}, ErrorCode::kTruncated},
      {"cut off", {.body = R"({"snapshots":[{"snapshot":"a")"}, ErrorCode::kTruncated},
      {"a login page", {.body = "<html>Sign in</html>"}, ErrorCode::kMalformed},
      {"another answer", {.body = R"({"hello":"world"})"}, ErrorCode::kMalformed},
      {"401", {.status = 401, .body = "Unauthorized"}, ErrorCode::kUnauthorized},
      {"403",
       {.status = 403,
        .body = R"({"error":{"type":"security_exception","reason":"no permissions"},"status":403})"},
       ErrorCode::kForbidden},
      {"429",
       {.status = 429, .body = R"({"error":{"type":"circuit_breaking_exception"}})"},
       ErrorCode::kThrottled},
      {"no master",
       {.status = 503,
        .body = R"({"error":{"type":"master_not_discovered_exception","reason":null},"status":503})"},
       ErrorCode::kUnavailable},
      {"a proxy's 502", {.status = 502, .body = "<html>Bad Gateway</html>"}, ErrorCode::kUnavailable},
      {"a redirect", {.status = 302, .headers = {{"Location", "/login"}}}, ErrorCode::kMalformed},
  };
}

TEST_F(OpensearchFaultTest, WhateverGoesWrongWithTheListTheLastFactsStay) {
  ReadOnce();
  for (const FaultCase& fault : Faults()) {
    SetFault("/_snapshot/s3/", fault.reply);
    ExpectOldFactsAnd(Run(), fault.code, fault.name);
  }
  SetFault("/_snapshot/s3/", {});
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Repository().observed, clock_.Now());
}

TEST_F(OpensearchFaultTest, AClusterThatCannotBeAskedIsSaidOnce) {
  ReadOnce();
  for (const FaultCase& fault : Faults()) {
    if (fault.code == ErrorCode::kForbidden) continue;  // others may still be allowed
    SetFault("/", fault.reply);
    const Collected collected = Run();
    const bool cut =
        fault.reply.body.starts_with(R"({"snapshots":[{"snapshot":"a")") && fault.reply.body.size() < 40;
    ExpectOldFactsAnd(collected, cut ? ErrorCode::kMalformed : fault.code, fault.name);
    EXPECT_EQ(collected.failures.size(), 1u) << fault.name;
  }
}

TEST_F(OpensearchFaultTest, WhatHangsEndsAtTheDeadline) {
  const SystemClock clock;
  for (const Fault fault : {Fault::kStall, Fault::kTrickle, Fault::kNoAnswer}) {
    SetFault("/", Reply{.body = std::string(1000, ' '), .fault = fault, .fault_after = 3});
    Result<ConfigReader> reader =
        ConfigReader::Parse("search: {url: \"" + cluster_.Url() + "\", repository: s3}", "c.yaml");
    Environment environment{*http_, clock, nullptr, [](const char*) { return std::nullopt; }};
    Result<std::vector<Collector>> made = MakeOpensearchCollectors(*reader, environment);
    ASSERT_TRUE(made.ok());
    const Collected collected =
        made->at(0).collect({Deadline::After(clock, std::chrono::milliseconds(200)), former_, {}});
    ASSERT_EQ(collected.failures.size(), 1u);
    EXPECT_EQ(collected.failures[0].code, ErrorCode::kTimeout);
  }
}

TEST_F(OpensearchFaultTest, ARefusedConnectionBeforeTheFirstReadingLeavesAnObjectThatIsUnread) {
  const ClosedPort nobody;
  OpenApi(", schedule: \"0 2 * * *\"", nobody.Url());
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kUnavailable);
  EXPECT_EQ(Repository().observed, Time());
  EXPECT_EQ(Repository().unread.size(), 1u);
  EXPECT_EQ(Snapshots().counts, std::nullopt);
}

TEST_F(OpensearchFaultTest, ARepositoryThatTheClusterCannotReadIsUnavailableAndSaysWhy) {
  ReadOnce();
  SetFault(
      "/_snapshot/s3/",
      Reply{.status = 500,
            .body =
                R"({"error":{"type":"repository_exception","reason":"[s3] could not read repository data",)"
                R"("caused_by":{"type":"io_exception","reason":"the access key does not exist"}}})"});
  ExpectOldFactsAnd(Run(), ErrorCode::kUnavailable, "repository_exception");
  EXPECT_EQ(former_.destinations.at(0).available, false);
  EXPECT_THAT(former_.destinations.at(0).detail,
              AllOf(HasSubstr("could not read repository data"), HasSubstr("the access key does not exist")));
  SetFault("/_snapshot/s3/", {});
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(former_.destinations.at(0).available, true);
}

TEST_F(OpensearchFaultTest, AReloadKeepsWhatWasKnownWhileTheClusterIsDown) {
  ReadOnce();
  const Facts former = former_;
  OpenApi();
  former_ = former;
  SetFault("/", Reply{.status = 503});
  ExpectOldFactsAnd(Run(), ErrorCode::kUnavailable, "after a reload");
}

TEST_F(OpensearchFaultTest, DetailsThatFailLeaveTheWholeHistoryAsItWas) {
  ReadOnce();
  const Time newest = Ago(hours(1));
  PutGood("nightly-2", newest);
  SetFault("/_snapshot/s3/nightly-2", Reply{.status = 503});
  ExpectOldFactsAnd(Run(), ErrorCode::kUnavailable, "details");
  SetFault("/_snapshot/s3/nightly-2", {});
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Snapshots().recovery_point, newest);
}

TEST_F(OpensearchFaultTest, CredentialsAreSentAndNeverShown) {
  TempDir secrets;
  std::string seen;
  TestServer guarded([&](const TestServer::Request& request) -> Reply {
    seen = request.Header("authorization");
    return {.status = 401, .body = "Unauthorized"};
  });
  const std::string file = secrets.Write("secret", "hunter2\n");
  const std::vector<std::pair<std::string, std::string>> ways = {
      {", basic_auth: {username: admin, password_file: \"" + file + "\"}", "Basic YWRtaW46aHVudGVyMg=="},
      {", api_key_file: \"" + file + "\"", "ApiKey hunter2"},
      {", bearer_token_file: \"" + file + "\"", "Bearer hunter2"},
  };
  for (const auto& [yaml, header] : ways) {
    OpenApi(yaml, guarded.Url());
    const Collected collected = Run();
    EXPECT_EQ(seen, header);
    ASSERT_EQ(collected.failures.size(), 1u);
    EXPECT_EQ(collected.failures[0].code, ErrorCode::kUnauthorized);
    EXPECT_THAT(collected.failures[0].message, Not(HasSubstr("hunter2")));
  }
}

TEST_F(OpensearchFaultTest, TlsNamesTheAuthorityAndShowsOurCertificate) {
  TempDir files;
  const TestAuthority ours;
  const TestAuthority theirs;
  const TestCertificate client = ours.Client("lastgood");
  std::string shown;
  TestServer secure(
      [&](const TestServer::Request& request) -> Reply {
        shown = request.client;
        return {.status = 403};
      },
      TestServer::Tls{ours.Server("DNS:opensearch"), ours.ca_pem()});
  const std::string certificate = ", cert_file: \"" + files.Write("c.pem", client.cert_pem) +
                                  "\", key_file: \"" + files.Write("k.pem", client.key_pem) + "\"";
  const std::string trusted = ", ca_file: \"" + files.Write("ours.pem", ours.ca_pem()) + "\"";
  OpenApi(trusted + certificate + ", server_name: opensearch", secure.Url());
  EXPECT_EQ(Run().failures.at(0).code, ErrorCode::kForbidden);
  EXPECT_EQ(shown, "lastgood");
  OpenApi(trusted + certificate, secure.Url());
  EXPECT_EQ(Run().failures.at(0).code, ErrorCode::kTls) << "it is called opensearch, not 127.0.0.1";
  OpenApi(", server_name: opensearch, ca_file: \"" + files.Write("theirs.pem", theirs.ca_pem()) + "\"" +
              certificate,
          secure.Url());
  EXPECT_EQ(Run().failures.at(0).code, ErrorCode::kTls);
}

}  // namespace
}  // namespace lastgood
