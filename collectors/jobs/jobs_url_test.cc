// Jobs behind a URL: a server that fails in many ways, and the real Pushgateway and node_exporter.
#include <gmock/gmock.h>

#include "collectors/jobs/jobs_fixture.h"
#include "model/derive.h"
#include "tests/support/monitoring.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Fault = TestServer::Fault;

class JobsUrlTest : public JobsTest {
 protected:
  TestServer::Reply reply_;
  TestServer server_{[this](const TestServer::Request&) { return reply_; }};
};

TEST_F(JobsUrlTest, AGroupThatIsNeverExpiredStaysAsOldAsItsPush) {
  reply_.body = "backup_success{instance=\"\",job=\"x\"} 1\npush_time_seconds{instance=\"\",job=\"x\"} " +
                Seconds(hours(70)) + "\n";
  Open("url: \"" + server_.Url() + "/metrics\"");
  Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(70));
  clock_.Advance(hours(30));
  Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(100));
  EXPECT_EQ(Job("x").observed, clock_.Now());
}

TEST_F(JobsUrlTest, NamesThatCannotBeShownApartAreOneJob) {
  reply_.body = "backup_success{job=\"a\xFF\"} 1\nbackup_success{job=\"a\xFE\"} 1\n";
  Open("url: \"" + server_.Url() + "\"");
  Run();
  ASSERT_THAT(former_.objects, SizeIs(1));
  EXPECT_EQ(former_.objects[0].key.name, "a\xEF\xBF\xBD");
}

TEST_F(JobsUrlTest, TheQueryOfAnAddressIsNeverShown) {
  reply_ = {.status = 503, .body = "<html><title>Sorry</title></html>"};
  Open("url: \"" + server_.Url() + "/metrics?token=hunter2\"");
  const Collected refused = Run();
  ASSERT_THAT(refused.failures, SizeIs(1));
  EXPECT_THAT(refused.failures[0].message, Not(HasSubstr("hunter2")));
  EXPECT_THAT(refused.failures[0].message, HasSubstr("found HTTP status 503: an HTML page (\"Sorry\")"));
  reply_ = {.body = "<!doctype html><title>Sign in</title>"};
  EXPECT_THAT(Run().failures.at(0).message,
              HasSubstr("expected metrics, as at a Pushgateway's /metrics: found an HTML"));
  reply_ = {.body = "backup_success{job=\"x\"} 0\n"};
  Run();
  EXPECT_THAT(Job("x").inspect, AllOf(HasSubstr("curl -s"), Not(HasSubstr("hunter2"))));
  EXPECT_THAT(collector_.place, Not(HasSubstr("hunter2")));
}

TEST_F(JobsUrlTest, WithoutAnyTimeThereIsNoLastSuccess) {
  reply_.body = "backup_success{job=\"x\"} 1\n";
  Open("url: \"" + server_.Url() + "\"");
  const Collected collected = Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, std::nullopt);
  EXPECT_EQ(Job("x").created, clock_.Now()) << "so that it is late one day";
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("does not report when it succeeded"));
}

TEST_F(JobsUrlTest, ASampleWithoutAJobIsThatOfTheEntry) {
  reply_.body = "app_backup_time " + Seconds(hours(4)) + "\n";
  Open("url: \"" + server_.Url() + "/metrics\"", ", metrics: {app_backup_time: last_success}");
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("host").last_success_finish, clock_.Now() - hours(4));
}

TEST_F(JobsUrlTest, FiguresAboutABucketThatNobodyPushedAreOfNow) {
  reply_.body = "oci_bucket_limit_bytes 100\n";
  Open("url: \"" + server_.Url() + "/metrics\"");
  Run();
  ASSERT_THAT(former_.buckets, SizeIs(1));
  EXPECT_EQ(former_.buckets[0].listed, clock_.Now());
  reply_.body = "oci_bucket_limit_bytes{job=\"host\"} 100\npush_time_seconds{job=\"host\"} " +
                Seconds(hours(70)) + "\n";
  Run();
  EXPECT_EQ(former_.buckets.at(0).listed, clock_.Now() - hours(70));
}

TEST_F(JobsUrlTest, WhateverFailsIsToldAndTheFactsStay) {
  const std::string good =
      "backup_success{job=\"x\"} 1\nbackup_timestamp{job=\"x\"} " + Seconds(hours(1)) + "\n";
  const std::vector<std::pair<TestServer::Reply, ErrorCode>> faults = {
      {{.status = 401}, ErrorCode::kUnauthorized},
      {{.status = 403}, ErrorCode::kForbidden},
      {{.status = 404}, ErrorCode::kNotFound},
      {{.status = 429}, ErrorCode::kThrottled},
      {{.status = 503}, ErrorCode::kUnavailable},
      {{.body = "<html>login</html>\n"}, ErrorCode::kMalformed},
      {{.body = "backup_success{job=\"x\"} 0"}, ErrorCode::kTruncated},
      {{.body = good, .fault = Fault::kReset}, ErrorCode::kUnavailable},
      {{.body = good, .fault = Fault::kCloseEarly, .fault_after = 30}, ErrorCode::kTruncated},
      {{.body = good, .fault = Fault::kGarbage}, ErrorCode::kMalformed},
      {{.body = good, .fault = Fault::kEndless}, ErrorCode::kTooLarge},
  };
  for (const auto& [fault, code] : faults) {
    reply_ = {.body = good};
    Open("url: \"" + server_.Url() + "\"");
    Run();
    const Time before = clock_.Now();
    clock_.Advance(minutes(5));
    reply_ = fault;
    const Collected collected = Run();
    ASSERT_THAT(collected.failures, SizeIs(1));
    EXPECT_EQ(ToString(collected.failures[0].code), ToString(code)) << collected.failures[0].message;
    EXPECT_EQ(Job("x").observed, before);
    EXPECT_TRUE(OnlyTrack("x").last_success_finish.has_value());
  }
}

TEST_F(JobsUrlTest, CredentialsComeFromFiles) {
  reply_.body = "";
  Open("url: \"" + server_.Url() + "\", basic_auth: {username: me, password_file: \"" +
       folder_.Write("p", "pass\n") + "\"}");
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(server_.requests().at(0).Header("authorization"), "Basic bWU6cGFzcw==");
  reply_.status = 401;
  const Collected refused = Run();
  ASSERT_THAT(refused.failures, SizeIs(1));
  EXPECT_THAT(refused.failures[0].message, testing::Not(HasSubstr("pass")));
}

TEST_F(JobsUrlTest, ItIsReadOverTlsOnlyFromWhoeverTheAuthorityKnows) {
  const TestAuthority authority, other("another");
  TestServer server([&](const TestServer::Request&) { return TestServer::Reply{.body = Good(hours(1))}; },
                    TestServer::Tls{.certificate = authority.Server()});
  const std::string ca = folder_.Write("ca", authority.ca_pem()), wrong = folder_.Write("w", other.ca_pem()),
                    token = folder_.Write("token", "sesame\n");
  Open("url: \"" + server.Url() + "\", bearer_token_file: \"" + token + "\", ca_file: \"" + wrong + "\"");
  const Collected refused = Run();
  ASSERT_THAT(refused.failures, SizeIs(1));
  EXPECT_EQ(refused.failures[0].code, ErrorCode::kTls);
  Open("url: \"" + server.Url() + "\", bearer_token_file: \"" + token + "\", ca_file: \"" + ca + "\"");
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_TRUE(OnlyTrack("host").last_success_finish.has_value());
  EXPECT_EQ(server.requests().back().Header("authorization"), "Bearer sesame");
  std::filesystem::remove(token);
  const Collected without = Run();
  ASSERT_THAT(without.failures, SizeIs(1));
  EXPECT_EQ(without.failures[0].code, ErrorCode::kConfig);
}

// Debian keeps what was pushed in /var/lib otherwise, and reads it again.
constexpr char kInMemory[] = "--persistence.file=";

// The real thing keeps its own time, so these tests go by the machine's clock.
class RealJobsTest : public JobsTest {
 protected:
  void SetUp() override {
    clock_.Advance(std::chrono::floor<std::chrono::seconds>(SystemClock().Now()) - clock_.Now());
  }
  int Push(const std::string& url, const std::string& body) {
    HttpRequest request{.method = "PUT", .url = url, .body = body};
    const Result<HttpResponse> response = http_->Do(request);
    return response.ok() ? response->status : 0;
  }
};

TEST_F(RealJobsTest, APushgatewaysGroupsAreRead) {
  const ListeningProcess gateway({"prometheus-pushgateway", kInMemory});
  const std::string url = "http://" + gateway.address() + "/metrics";
  EXPECT_EQ(
      Push(url + "/job/nightly/instance/nas",
           "backup_success 1\nbackup_timestamp " + Seconds(hours(60)) + "\nbackup_duration_seconds 61.5\n"),
      200);
  EXPECT_EQ(Push(url + "/job/dump", "pg_dump_success 1\npg_dump_size_bytes 12345\n"), 200);
  Open("url: \"" + url + "\"");
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_THAT(collected.problems, IsEmpty());
  ASSERT_THAT(former_.objects, SizeIs(2));
  EXPECT_EQ(OnlyTrack("nightly").method, "job on nas");
  EXPECT_EQ(OnlyTrack("nightly").last_success_finish, clock_.Now() - hours(60));
  EXPECT_EQ(OnlyTrack("nightly").last_success_duration, Duration(61'500));
  const Track dump = OnlyTrack("dump");
  EXPECT_EQ(dump.last_success_bytes, 12345u);
  ASSERT_TRUE(dump.last_success_finish.has_value());
  const Time pushed = *dump.last_success_finish;
  EXPECT_LT(pushed - clock_.Now(), minutes(2));
  clock_.Advance(minutes(4));
  Run();
  EXPECT_EQ(OnlyTrack("dump").last_success_finish, pushed) << "the push counts, never the scrape";
}

TEST_F(RealJobsTest, APushgatewayThatRefusesAPushShowsTheOldOneAndItIsTold) {
  const ListeningProcess gateway({"prometheus-pushgateway", kInMemory});
  const std::string url = "http://" + gateway.address() + "/metrics";
  EXPECT_EQ(Push(url + "/job/x", Good(hours(30))), 200);
  // What carries a timestamp of its own is not accepted; Pushgateway 1.11 drops the connection when it says
  // so (0).
  EXPECT_THAT(Push(url + "/job/x", "backup_success 1 1000\nbackup_timestamp " + Seconds(hours(6)) + "\n"),
              testing::AnyOf(400, 0));
  Open("url: \"" + url + "\"");
  const Collected collected = Run();
  EXPECT_EQ(OnlyTrack("x").last_success_finish, clock_.Now() - hours(30));
  ASSERT_THAT(collected.problems, SizeIs(1));
  EXPECT_THAT(collected.problems[0].error.message, HasSubstr("refused the last push to {job=\"x\"}"));
}

TEST_F(RealJobsTest, AGroupWithMoreLabelsIsAsOldAsItsOwnPushAndNeverExpires) {
  const ListeningProcess gateway({"prometheus-pushgateway", kInMemory});
  const std::string url = "http://" + gateway.address() + "/metrics";
  EXPECT_EQ(Push(url + "/job/dump/database/a", "pg_dump_success 1\npg_dump_size_bytes 5\n"), 200);
  EXPECT_EQ(Push(url + "/job/dump/database/b", "pg_dump_success 1\npg_dump_size_bytes 6\n"), 200);
  Open("url: \"" + url + "\"", ", expect: [{job: dump, max_age: 26h}]");
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("dump").last_success_bytes, 11u);
  const std::optional<Time> pushed = OnlyTrack("dump").last_success_finish;
  ASSERT_TRUE(pushed.has_value());
  clock_.Advance(hours(100));
  Run();
  EXPECT_EQ(OnlyTrack("dump").last_success_finish, pushed);
  const Derived derived = Derive(Job("dump"), {}, clock_.Now());
  EXPECT_EQ(derived.deadline, *pushed + hours(26)) << "and so it is late";
}

TEST_F(RealJobsTest, NodeExportersTextfilesAreReadThroughItAndFromTheirFolder) {
  Write("nightly.prom",
        "# HELP backup_success x\n# TYPE backup_success gauge\nbackup_success{job=\"nightly\"} 1\n"
        "backup_timestamp{job=\"nightly\"} " +
            Seconds(hours(3)) + "\n");
  const ListeningProcess node({"prometheus-node-exporter", "--collector.disable-defaults",
                               "--collector.textfile", "--collector.textfile.directory=" + folder_.path()});
  Open("url: \"http://" + node.address() + "/metrics\"");
  EXPECT_THAT(Run().problems, IsEmpty());
  const Track through = OnlyTrack("nightly");
  EXPECT_EQ(through.last_success_finish, clock_.Now() - hours(3));
  OpenFolder();
  EXPECT_THAT(Run().problems, IsEmpty());
  EXPECT_EQ(OnlyTrack("nightly").last_success_finish, through.last_success_finish);
}

}  // namespace
}  // namespace lastgood
