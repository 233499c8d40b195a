#include "collectors/loki/loki.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <mutex>

#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

std::string Newest(Time at) {
  return fmt::format(
      R"({{"data":{{"resultType":"streams","result":[{{"stream":{{}},"values":[["{}000000","x"]]}}]}}}})",
      at.time_since_epoch().count());
}
constexpr char kSilence[] = R"({"data":{"resultType":"streams","result":[]}})";
constexpr char kVolume[] =
    R"({"data":{"resultType":"vector","result":[{"metric":{"namespace":"app"},"value":[1,"42"]}]}})";

// A Loki behind a real socket: answers by path, or for query_range by the selector.
class LokiCollectorTest : public testing::Test {
 protected:
  void SetUp() override {
    Answer("/ready", {.body = "ready\n"});
    Answer("/loki/api/v1/index/volume", {.body = kVolume});
    Answer("{app=\"a\"}", {.body = Newest(clock_.Now() - minutes(1))});
    Answer("{app=\"b\"}", {.body = kSilence});
  }
  void Answer(const std::string& what, TestServer::Reply reply) {
    const std::lock_guard lock(mutex_);
    answers_[what] = std::move(reply);
  }
  Result<std::vector<Collector>> Make(const std::string& yaml) {
    Result<ConfigReader> reader = ConfigReader::Parse(yaml, "c.yaml");
    if (!reader.ok()) return std::move(reader).error();
    return MakeLokiCollectors(*reader, {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }});
  }
  void Open(const std::string& more, const std::string& url = "") {
    Result<std::vector<Collector>> made =
        Make("main: {url: \"" + (url.empty() ? server_.Url() : url) + "\"" + more + "}");
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
    former_ = collector_.initial;
  }
  Collected Run() {
    Collected collected = collector_.collect({Deadline::After(clock_, minutes(2)), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  const LogsFacts& Logs() const { return former_.logs.at(0); }

  FakeClock clock_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  std::mutex mutex_;
  std::map<std::string, TestServer::Reply> answers_;
  TestServer server_{[this](const TestServer::Request& request) {
    const std::lock_guard lock(mutex_);
    const auto found =
        answers_.find(request.path() == "/loki/api/v1/query_range" ? request.Query("query") : request.path());
    return found == answers_.end() ? TestServer::Reply{.status = 404, .body = "404 page not found\n"}
                                   : found->second;
  }};
  Collector collector_;
  Facts former_;
};

constexpr char kExpect[] =
    ", expect: [{name: a, selector: '{app=\"a\"}', max_silence: 15m}, {name: b, selector: '{app=\"b\"}', "
    "max_silence: 1h}]";

TEST_F(LokiCollectorTest, ReadsReadinessVolumesAndStreams) {
  Open(std::string(", tenant: homelab") + kExpect);
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_EQ(Logs().ready, true);
  EXPECT_THAT(Logs().window_bytes, ElementsAre(Pair("app", 42)));
  EXPECT_EQ(Logs().window, hours(1));
  EXPECT_EQ(Logs().streams[0].newest_entry, clock_.Now() - minutes(1));
  EXPECT_EQ(Logs().streams[0].deadline, clock_.Now() + minutes(14));
  EXPECT_EQ(Logs().streams[0].checked, clock_.Now());
  for (const auto& request : server_.requests()) EXPECT_EQ(request.Header("x-scope-orgid"), "homelab");
}

TEST_F(LokiCollectorTest, AsksWithTheCheapestQueries) {
  Open(kExpect);
  Run();
  const auto requests = server_.requests();
  ASSERT_EQ(requests.size(), 4u);
  EXPECT_EQ(requests[1].Query("query"), "{namespace=~\".+\"}");
  EXPECT_EQ(requests[1].Query("targetLabels"), "namespace");
  EXPECT_EQ(requests[1].Query("limit"), "1000");
  EXPECT_EQ(std::stoll(requests[1].Query("end")) - std::stoll(requests[1].Query("start")), 3'600'000'000'000);
  EXPECT_EQ(requests[2].Query("limit"), "1");
  EXPECT_EQ(requests[2].Query("direction"), "backward");
  EXPECT_EQ(requests[2].Query("since"), "") << "a Loki before 2.8 does not know it";
  EXPECT_EQ(std::stoll(requests[2].Query("end")), clock_.Now().time_since_epoch().count() * 1'000'000);
  EXPECT_EQ(std::stoll(requests[2].Query("end")) - std::stoll(requests[2].Query("start")),
            86'400'000'000'000);
}

TEST_F(LokiCollectorTest, AStreamThatNeverWroteIsDueFromTheStartOfItsFirstLookBack) {
  Open(kExpect);
  Run();
  const Time due = clock_.Now() - hours(24) + hours(1);
  EXPECT_EQ(Logs().streams[1].newest_entry, std::nullopt);
  EXPECT_EQ(Logs().streams[1].deadline, due);
  clock_.Advance(minutes(10));
  Run();
  EXPECT_EQ(Logs().streams[1].deadline, due) << "it does not move along";
  EXPECT_EQ(Logs().streams[1].checked, clock_.Now());
}

TEST_F(LokiCollectorTest, TheNewestEntryEverSeenStays) {
  Open(kExpect);
  Run();
  const std::optional<Time> newest = Logs().streams[0].newest_entry;
  Answer("{app=\"a\"}", {.body = kSilence});
  clock_.Advance(hours(48));
  Run();
  EXPECT_EQ(Logs().streams[0].newest_entry, newest);
  EXPECT_EQ(Logs().streams[0].deadline, *newest + minutes(15));
  EXPECT_EQ(Logs().streams[0].checked, clock_.Now());
}

TEST_F(LokiCollectorTest, AStreamOfTheSameNameButOfAnotherSelectorIsAnotherStream) {
  Open(", expect: [{name: x, selector: '{app=\"a\"}', max_silence: 15m}]");
  Run();
  ASSERT_NE(Logs().streams[0].newest_entry, std::nullopt);
  const Facts before = former_;
  Open(", expect: [{name: x, selector: '{app=\"b\"}', max_silence: 15m}]");
  former_ = before;
  Run();
  EXPECT_EQ(Logs().streams[0].newest_entry, std::nullopt) << "{app=\"b\"} never wrote";
}

TEST_F(LokiCollectorTest, AnotherLokiUnderTheSameNameKeepsNothingOfTheFirst) {
  Open(kExpect);
  Run();
  const Facts before = former_;
  const ClosedPort nobody;
  Open(kExpect, nobody.Url());
  former_ = before;
  Run();
  EXPECT_EQ(Logs().ready, std::nullopt);
  EXPECT_EQ(Logs().streams[0].newest_entry, std::nullopt);
  EXPECT_THAT(Logs().window_bytes, IsEmpty());
}

TEST_F(LokiCollectorTest, APipeAmongRecordedAnswersIsNotWaitedFor) {
  TempDir folder;
  ASSERT_EQ(mkfifo((folder / "ready").c_str(), 0600), 0);
  Open(kExpect, "file://" + folder.path());
  EXPECT_THAT(Run().failures.at(0).message, HasSubstr("no regular file"));
}

TEST_F(LokiCollectorTest, AnOlderEntryDoesNotMoveTheNewestBack) {
  Open(kExpect);
  Run();
  const std::optional<Time> newest = Logs().streams[0].newest_entry;
  Answer("{app=\"a\"}", {.body = Newest(*newest - hours(2))});  // retention, or another replica
  Run();
  EXPECT_EQ(Logs().streams[0].newest_entry, newest);
}

TEST_F(LokiCollectorTest, OneStreamThatFailsStopsNoOther) {
  Open(kExpect);
  Run();
  const Time before = clock_.Now();
  Answer("{app=\"a\"}", {.status = 400, .body = "parse error at line 1"});
  clock_.Advance(minutes(5));
  const Collected collected = Run();
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_EQ(collected.failures[0].code, ErrorCode::kConfig);
  EXPECT_THAT(collected.failures[0].message,
              HasSubstr("logs main: stream a: asking /loki/api/v1/query_range"));
  EXPECT_EQ(Logs().streams[0].checked, before);
  EXPECT_EQ(Logs().streams[1].checked, clock_.Now());
}

TEST_F(LokiCollectorTest, NotReadyIsAnAnswerWithItsReason) {
  Answer("/ready", {.status = 503, .body = "Ingester not ready: waiting for 15s\n"});
  Open("");
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Logs().ready, false);
  EXPECT_EQ(Logs().detail, "Ingester not ready: waiting for 15s");
}

TEST_F(LokiCollectorTest, BehindAGatewayItIsReadyWhenItAnswersAQuery) {
  Answer("/ready", {.status = 404, .body = "<html>nginx</html>"});
  Answer("/loki/api/v1/labels", {.body = R"({"status":"success","data":["app"]})"});
  Open("");
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Logs().ready, true);
  Answer("/loki/api/v1/labels", {.status = 500, .body = "empty ring"});
  EXPECT_THAT(Run().failures, IsEmpty());
  EXPECT_EQ(Logs().ready, false);
  EXPECT_THAT(Logs().detail, HasSubstr("empty ring"));
}

TEST_F(LokiCollectorTest, ALokiWithoutVolumesIsNoFailure) {
  Answer("/loki/api/v1/index/volume", {.status = 404, .body = "404 page not found"});
  Open(kExpect);
  const Collected collected = Run();
  EXPECT_THAT(collected.failures, IsEmpty());
  EXPECT_THAT(collected.problems, IsEmpty()) << "nobody can do anything about an old Loki";
  EXPECT_THAT(Logs().notes, ElementsAre(HasSubstr("is off (`volume_enabled: false`")));
  EXPECT_EQ(Logs().window, std::nullopt);
  EXPECT_THAT(Logs().window_bytes, IsEmpty());
  Answer("/loki/api/v1/index/volume", {.body = kVolume});
  Run();
  EXPECT_THAT(Logs().notes, IsEmpty());
}

TEST_F(LokiCollectorTest, CountersComeFromTheInstancesThatAreNamed) {
  Answer("/metrics", {.body = "loki_distributor_bytes_received_total{tenant=\"a\"} 5\n"
                              "loki_discarded_samples_total{reason=\"rate_limited\"} 2\n"});
  const ClosedPort gone;
  Open(", metrics: [\"" + server_.Url() + "/metrics\", \"" + gone.Url() + "/metrics\"]");
  const std::string target = "127.0.0.1:" + std::to_string(server_.port());
  const std::string other = "127.0.0.1:" + std::to_string(gone.port());
  former_.logs[0].received_bytes[other] = 77;
  const Collected collected = Run();
  EXPECT_THAT(Logs().received_bytes, UnorderedElementsAre(Pair(target, 5), Pair(other, 77)));
  EXPECT_THAT(Logs().discarded_samples, ElementsAre(Pair(Pair(target, "rate_limited"), 2)));
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_THAT(collected.failures[0].message, HasSubstr(gone.Url() + "/metrics"));
}

TEST_F(LokiCollectorTest, SecretsGoToLokisOwnAddressOnly) {
  TestServer elsewhere([](const TestServer::Request&) { return TestServer::Reply{.body = "up 1\n"}; });
  TempDir folder;
  Open(", basic_auth: {username: me, password_file: \"" + folder.Write("p", "pass\n") + "\"}, metrics: [\"" +
       elsewhere.Url() + "/metrics\"]");
  Run();
  EXPECT_EQ(server_.requests()[0].Header("authorization"), "Basic bWU6cGFzcw==");
  ASSERT_EQ(elsewhere.requests().size(), 1u);
  EXPECT_EQ(elsewhere.requests()[0].Header("authorization"), "");
}

TEST_F(LokiCollectorTest, AFolderOfRecordedAnswersStandsForALoki) {
  TempDir folder;
  folder.Write("ready", "Ingester not ready\n");
  folder.Write("index_volume.json", kVolume);
  folder.Write("query_range_a.json", Newest(clock_.Now() - hours(1)));
  folder.Write("metrics", "loki_distributor_bytes_received_total 9\n");
  Open(std::string(kExpect) + ", metrics: [\"file://" + folder / "metrics" + "\"]",
       "file://" + folder.path());
  const Collected collected = Run();
  EXPECT_EQ(Logs().ready, false);
  EXPECT_EQ(Logs().window_bytes.at("app"), 42);
  EXPECT_EQ(Logs().streams[0].newest_entry, clock_.Now() - hours(1));
  EXPECT_THAT(Logs().received_bytes, ElementsAre(Pair("metrics", 9)));
  ASSERT_EQ(collected.failures.size(), 1u);
  EXPECT_THAT(collected.failures[0].message, HasSubstr("query_range_b.json: is not recorded"));
}

TEST_F(LokiCollectorTest, MistakesInTheConfigSayWhereAndWhat) {
  const std::string stream = "name: a, selector: '{x=\"y\"}'";
  const std::vector<std::pair<std::string, const char*>> mistakes = {
      {"m: {}", "url is missing"},
      {"m: {url: loki:3100}", "expected a URL"},
      {"m: {url: \"http://me:hunter2@loki\"}", "without user and password"},
      {"m: {url: \"http://l\", expect: [{" + stream + "}]}", "max_silence is missing"},
      {"m: {url: \"http://l\", expect: [{" + stream + ", max_silence: 2d, look_back: 1d}]}",
       "at least max_silence"},
      {"m: {url: \"http://l\", expect: [{name: a, selector: app, max_silence: 1h}]}", "expected a selector"},
      {"m: {url: \"http://l\", metrics: [\"http://l/metrics\", \"http://l:80/metrics\"]}",
       "l:80 is named twice"},
      {"m: {url: \"http://l\", basic_auth: {username: a}, bearer_token_file: /t}", "either"},
      {"m: {url: \"http://l\", basic_auth: {password_file: /p}}", "username is missing"},
      {"m: {url: \"http://l\", tenat: x}", "tenant"},
  };
  for (const auto& [yaml, says] : mistakes) {
    const Result<std::vector<Collector>> made = Make(yaml);
    ASSERT_FALSE(made.ok()) << yaml;
    EXPECT_THAT(made.error().message, HasSubstr(says)) << yaml;
    EXPECT_THAT(made.error().message, testing::Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace lastgood
