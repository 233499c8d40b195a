#include "net/http/curl_http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Reply = TestServer::Reply;
using Request = TestServer::Request;
using Fault = TestServer::Fault;

class CurlHttpTest : public ::testing::Test {
 protected:
  Result<HttpResponse> Get(const std::string& url) { return http_->Do({.url = url}); }

  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
};

TEST_F(CurlHttpTest, SendsWhatItIsGivenAndReturnsTheAnswer) {
  TestServer server(
      [](const Request&) { return Reply{.status = 404, .body = "none", .headers = {{"X-A", " b "}}}; });
  const auto response = http_->Do({.method = "PUT",
                                   .url = server.Url() + "/a/../b?c=d",
                                   .headers = {{"x-one", "1"}, {"x-empty", ""}},
                                   .body = "sent"});
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, "none");
  EXPECT_EQ(response->Header("x-a"), "b");
  const Request request = server.requests().at(0);
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/a/../b?c=d");
  EXPECT_EQ(request.body, "sent");
  EXPECT_EQ(request.Header("x-one"), "1");
  EXPECT_EQ(request.Header("user-agent"), "lastgood/test");
  EXPECT_EQ(request.Header("accept-encoding"), "gzip");
  EXPECT_EQ(request.Header("content-type"), "");
}

TEST_F(CurlHttpTest, SharesAConnectionBetweenRequests) {
  TestServer server([](const Request&) { return Reply{.body = "x"}; });
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Get(server.Url()).ok());
  EXPECT_EQ(server.requests().back().connection, 1);
}

TEST_F(CurlHttpTest, UndoesGzip) {
  const std::string body(300'000, 'a');
  TestServer server([&](const Request&) { return Reply{.body = body, .gzip = true}; });
  const auto response = Get(server.Url());
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->body, body);
}

TEST_F(CurlHttpTest, DoesNotFollowARedirect) {
  TestServer server([](const Request&) { return Reply{.status = 302, .headers = {{"Location", "/other"}}}; });
  const auto response = Get(server.Url());
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(CurlHttpTest, AHeadRequestHasNoBody) {
  TestServer server([](const Request&) { return Reply{.body = "12345"}; });
  const auto response = http_->Do({.method = "HEAD", .url = server.Url()});
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->Header("content-length"), "5");
  EXPECT_EQ(response->body, "");
}

TEST_F(CurlHttpTest, SendsARequestThroughTheProxyThatItNames) {
  TestServer proxy([](const Request&) { return Reply{.body = "by proxy"}; });
  const auto response = http_->Do({.url = "http://somewhere.invalid/x", .proxy_url = proxy.Url()});
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->body, "by proxy");
  EXPECT_EQ(proxy.requests().at(0).target, "http://somewhere.invalid/x");
}

TEST_F(CurlHttpTest, RefusesAHeaderThatWouldSmuggleALine) {
  const auto response = http_->Do({.url = "http://127.0.0.1:1/", .headers = {{"x-a", "secret\r\nx-b: c"}}});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kConfig);
  EXPECT_THAT(response.error().message, Not(HasSubstr("secret")));
}

struct FaultCase {
  const char* name;
  Fault fault;
  ErrorCode code;
};

class CurlFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(CurlFaultTest, BecomesAnErrorThatNamesTheServer) {
  TestServer server([](const Request&) {
    return Reply{.body = std::string(1000, 'x'), .fault = GetParam().fault, .fault_after = 100};
  });
  const auto http = MakeCurlHttpClient("lastgood/test");
  const auto response = http->Do({.url = server.Url() + "/list?token=SECRET",
                                  .max_body = 1'000'000,
                                  .timeout = std::chrono::milliseconds(400)});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, GetParam().code) << response.error().message;
  EXPECT_THAT(response.error().message, HasSubstr(server.Url() + "/list"));
  EXPECT_THAT(response.error().message, Not(HasSubstr("SECRET")));
}

INSTANTIATE_TEST_SUITE_P(Each, CurlFaultTest,
                         ::testing::Values(FaultCase{"Reset", Fault::kReset, ErrorCode::kUnavailable},
                                           FaultCase{"Endless", Fault::kEndless, ErrorCode::kTooLarge},
                                           FaultCase{"Stall", Fault::kStall, ErrorCode::kTimeout},
                                           FaultCase{"Trickle", Fault::kTrickle, ErrorCode::kTimeout},
                                           FaultCase{"NoAnswer", Fault::kNoAnswer, ErrorCode::kTimeout},
                                           FaultCase{"CloseEarly", Fault::kCloseEarly, ErrorCode::kTruncated},
                                           FaultCase{"Garbage", Fault::kGarbage, ErrorCode::kMalformed}),
                         [](const auto& info) { return info.param.name; });

TEST_F(CurlHttpTest, ARefusedConnectionIsUnavailable) {
  const ClosedPort port;
  const auto response = Get("http://user:SECRET@127.0.0.1:" + std::to_string(port.port()) + "/x?y=SECRET");
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(response.error().message, HasSubstr(port.Url() + "/x: "));
  EXPECT_THAT(response.error().message, Not(HasSubstr("SECRET")));
}

TEST_F(CurlHttpTest, ANameThatIsNotFoundIsUnavailable) {
  const auto response = Get("http://no-such-host.invalid/");
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(response.error().message, HasSubstr("check the name and the DNS server"));
}

TEST_F(CurlHttpTest, OnlyHttpIsSpoken) {
  EXPECT_EQ(Get("file:///etc/passwd").error().code, ErrorCode::kConfig);
  EXPECT_EQ(Get("no url at all").error().code, ErrorCode::kConfig);
}

TEST_F(CurlHttpTest, AGzipBombIsTooLarge) {
  const std::string body(20'000'000, '\0');  // 20 kB when packed
  TestServer server([&](const Request&) { return Reply{.body = body, .gzip = true}; });
  const auto response = http_->Do({.url = server.Url(), .max_body = 1'000'000});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kTooLarge);
}

TEST_F(CurlHttpTest, EndlessHeadersAreTooLarge) {
  TestServer server([](const Request&) {
    Reply reply;
    for (int i = 0; i < 10'000; ++i) reply.headers.emplace_back("X-Long", std::string(60, 'x'));
    return reply;
  });
  const auto response = Get(server.Url());
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kTooLarge);
}

TEST_F(CurlHttpTest, AStopEndsARequestAtOnce) {
  std::stop_source stop;
  // The stop comes while the second request certainly waits for its answer, on a connection that is open:
  // libcurl then has no timer of its own that would wake it soon.
  TestServer server([&](const Request& request) {
    if (request.path() == "/first") return Reply{.body = "x"};
    stop.request_stop();
    return Reply{.fault = Fault::kNoAnswer};
  });
  ASSERT_TRUE(Get(server.Url() + "/first").ok());
  const auto before = std::chrono::steady_clock::now();
  const auto response = http_->Do({.url = server.Url(), .deadline = {.stop = stop.get_token()}});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().code, ErrorCode::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST_F(CurlHttpTest, ADeadlineThatIsOverAsksNothing) {
  TestServer server([](const Request&) { return Reply{}; });
  const auto response =
      http_->Do({.url = server.Url(), .deadline = {.at = std::chrono::steady_clock::now()}});
  EXPECT_EQ(response.error().code, ErrorCode::kTimeout);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(CurlHttpTest, ThreadsShareOneClient) {
  TestServer server([](const Request& request) { return Reply{.body = request.path()}; });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        const std::string path = "/" + std::to_string(i * 100 + j);
        const auto response = Get(server.Url() + path);
        EXPECT_TRUE(response.ok() && response->body == path);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(server.requests().size(), 80u);
}

}  // namespace
}  // namespace lastgood
