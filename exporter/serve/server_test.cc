#include "exporter/serve/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/coding.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/instrument.h"
#include "tests/support/raw_client.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

// A server on a free port of the loopback, around a web without collectors.
class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    runner_ = std::make_shared<Runner>(std::vector<Collector>{}, Objectives{}, clock_, log_);
    web_.Serve(runner_, {}, {"1", "r", "c", true, clock_.Now()});
  }
  Status Start(const std::string& web_config = "", const std::string& address = "127.0.0.1:0") {
    const std::string file = web_config.empty() ? "" : folder_.Write("web.yaml", web_config);
    LASTGOOD_ASSIGN(server_, Server::Start(address, file, web_, log_));
    return Ok();
  }
  Result<HttpResponse> Ask(const std::string& path, const std::string& user = "",
                           const std::string& method = "GET") {
    HttpRequest request{.method = method, .url = server_->url() + path};
    if (!user.empty()) request.headers = {{"Authorization", "Basic " + EncodeBase64(user)}};
    return http_->Do(request);
  }
  int StatusOf(const std::string& path, const std::string& user = "") {
    const Result<HttpResponse> response = Ask(path, user);
    return response.ok() ? response->status : -1;
  }

  FakeClock clock_;
  Logger log_{nullptr, clock_, LogLevel::kError, LogFormat::kLogfmt};
  TempDir folder_;
  std::shared_ptr<Runner> runner_;
  Instruments instruments_;
  Web web_{{}, clock_, instruments_, [] { return Ok(); }};
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnAnswerTellsItsTypeAndForbidsToGuessIt) {
  ASSERT_TRUE(Start().ok());
  const Result<HttpResponse> response = Ask("/-/healthy");
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->Header("x-content-type-options"), "nosniff");
  EXPECT_EQ(response->Header("content-length"), std::to_string(response->body.size()));
  EXPECT_EQ(StatusOf("/no-such-page"), 404);
}

TEST_F(ServerTest, AScrapeIsCountedOnceItIsAnsweredToTheEnd) {
  ASSERT_TRUE(Start().ok());
  EXPECT_EQ(StatusOf("/-/healthy"), 200);
  EXPECT_EQ(StatusOf("/metrics"), 200);
  // The second comes after the first has been counted.
  EXPECT_THAT(Ask("/metrics")->body, HasSubstr("lastgood_scrape_duration_seconds_bucket{le=\"0.005\"} "));
  EXPECT_GE(InstrumentOf(instruments_, kScrapes, {{"code", "200"}}), 1);
  EXPECT_GE(InstrumentOf(instruments_, kScrapeDuration, {}), 1);
}

TEST_F(ServerTest, HeadersOfTheWebConfigAreSent) {
  ASSERT_TRUE(Start("http_server_config: {headers: {X-Frame-Options: deny}}\n").ok());
  EXPECT_EQ(Ask("/")->Header("x-frame-options"), "deny");
}

TEST_F(ServerTest, WithoutTheRightPasswordNothingIsShown) {
  ASSERT_TRUE(
      Start("basic_auth_users: {prom: $2y$04$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXni}\n").ok());
  EXPECT_EQ(StatusOf("/metrics"), 401);
  EXPECT_EQ(StatusOf("/metrics", "prom:wrong"), 401);
  EXPECT_EQ(StatusOf("/metrics", "else:secret"), 401);
  EXPECT_EQ(StatusOf("/metrics", "prom:secret"), 200);
  EXPECT_THAT(std::string(Ask("/")->Header("www-authenticate")), HasSubstr("Basic"));
}

TEST_F(ServerTest, AboveItsRateARequestIsTurnedAway) {
  ASSERT_TRUE(Start("rate_limit: {interval: 1h, burst: 2}\n").ok());
  EXPECT_EQ(StatusOf("/-/healthy"), 200);
  EXPECT_EQ(StatusOf("/-/healthy"), 200);
  EXPECT_EQ(StatusOf("/-/healthy"), 429);
}

TEST_F(ServerTest, APortThatIsTakenIsAMistakeOfTheConfig) {
  ASSERT_TRUE(Start().ok());
  const std::unique_ptr<Server> first = std::move(server_);
  const std::string address = first->url().substr(std::string("http://").size());
  const Status second = Start("", address);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kConfig);
  EXPECT_THAT(second.error().message, HasSubstr("cannot listen on " + address));
}

TEST_F(ServerTest, AWebConfigThatCannotBeReadStopsTheStart) {
  EXPECT_FALSE(Start("no_such_key: 1\n").ok());
  EXPECT_FALSE(Server::Start("127.0.0.1:0", folder_ / "absent.yaml", web_, log_).ok());
}

constexpr const char* kAsk = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(ServerTest, SeveralRequestsOnOneConnectionAreAnsweredInTurn) {
  ASSERT_TRUE(Start().ok());
  RawClient client(server_->url());
  client.Send(kAsk);
  EXPECT_EQ(StatusIn(client.Answer()), "200");
  client.Send(std::string(kAsk) + kAsk + "GET /nope HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(StatusIn(client.Answer()), "200");
  EXPECT_EQ(StatusIn(client.Answer()), "200");
  EXPECT_EQ(StatusIn(client.Answer()), "404");
  EXPECT_TRUE(client.Ended());
}

TEST_F(ServerTest, HeadTellsTheLengthAndSendsNoBody) {
  ASSERT_TRUE(Start().ok());
  const std::string length = std::to_string(Ask("/-/healthy")->body.size());
  RawClient client(server_->url());
  client.Send("HEAD /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.Answer();
  EXPECT_EQ(StatusIn(answer), "200");
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: " + length + "\r\n"));
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(ServerTest, ARequestThatCanBeReadInTwoWaysIsRefusedAndItsConnectionClosed) {
  ASSERT_TRUE(Start().ok());
  RawClient client(server_->url());
  client.Send(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
      std::string(kAsk));
  EXPECT_EQ(StatusIn(client.Answer()), "400");
  EXPECT_TRUE(client.Ended()) << "what follows must not be read as a request";
}

TEST_F(ServerTest, EveryAddressOfAPortIsListenedOn) {
  ASSERT_TRUE(Start("", ":0").ok());
  EXPECT_THAT(server_->url(), testing::StartsWith("http://localhost:"));
  const std::string port = server_->url().substr(server_->url().rfind(':'));
  RawClient client("http://127.0.0.1" + port);
  client.Send(kAsk);
  EXPECT_EQ(StatusIn(client.Answer()), "200");
}

TEST_F(ServerTest, AnAddressThatIsNoneIsNamed) {
  for (const char* address : {"9847", "localhost", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536",
                              "::1:80", "[::1]", "no-such-host.invalid:1"}) {
    const Status status = Start("", address);
    ASSERT_FALSE(status.ok()) << address;
    EXPECT_THAT(status.error().message, HasSubstr(std::string("cannot listen on ") + address));
  }
}

TEST_F(ServerTest, AnotherPasswordCountsFromTheNextRequest) {
  ASSERT_TRUE(Start("http_server_config: {}\n").ok());
  EXPECT_EQ(StatusOf("/-/healthy"), 200);
  folder_.Write("web.yaml",
                "basic_auth_users: {prom: $2y$04$71Vhhvu5k7y1Cpw0.MGgju1lrNmk6BWU2279IQAImwhtKv8RKqXni}\n");
  EXPECT_EQ(StatusOf("/-/healthy"), 401);
  EXPECT_EQ(StatusOf("/-/healthy", "prom:secret"), 200);
  folder_.Write("web.yaml", "basic_auth_users: {prom: nonsense}\n");
  EXPECT_EQ(StatusOf("/-/healthy"), 401) << "a mistake keeps what was in force";
}

TEST_F(ServerTest, OnceStoppedItAnswersNobody) {
  ASSERT_TRUE(Start().ok());
  server_->Stop(std::chrono::seconds(1));
  const Result<HttpResponse> response = Ask("/-/healthy");
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
  server_->Stop(Duration::zero());
}

}  // namespace
}  // namespace lastgood
