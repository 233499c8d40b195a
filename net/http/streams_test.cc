// Requests side by side in one thread, against a real server.
#include "net/http/streams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "net/http/curl_http.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

using ::testing::HasSubstr;
using Reply = TestServer::Reply;
using Request = TestServer::Request;
using Write = std::function<bool(std::string_view)>;

class StreamsTest : public ::testing::Test {
 protected:
  // Drives the streams until it holds, or for 20 s.
  bool RunUntil(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < end) streams_->Run(std::chrono::milliseconds(100));
    return holds();
  }
  HttpStream Ask(const std::string& url) {
    HttpStream stream;
    stream.request.url = url;
    stream.ended = [this](Result<HttpResponse> result) { ended_.push_back(std::move(result)); };
    return stream;
  }

  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  std::unique_ptr<HttpStreams> streams_ = http_->OpenStreams();
  std::vector<Result<HttpResponse>> ended_;
};

TEST_F(StreamsTest, PiecesComeBesideWholeAnswers) {
  TestServer server([](const Request& request) -> Reply {
    if (request.path() == "/whole") return {.body = "all of it"};
    return {.stream = [](const Write& write) {
      for (const char* piece : {"one ", "two ", "three"}) write(piece);
    }};
  });
  std::string pieces;
  bool opened = false;
  HttpStream lasting = Ask(server.Url() + "/lasts");
  lasting.piece = [&](std::string_view piece) { pieces += piece; };
  lasting.opened = [&] { opened = true; };
  streams_->Start(std::move(lasting));
  streams_->Start(Ask(server.Url() + "/whole"));
  ASSERT_TRUE(RunUntil([&] { return ended_.size() == 2; }));
  EXPECT_TRUE(opened);
  EXPECT_EQ(pieces, "one two three");
  std::string whole;
  for (const Result<HttpResponse>& result : ended_) {
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->status, 200);
    whole += result->body;
  }
  EXPECT_EQ(whole, "all of it");
  EXPECT_EQ(streams_->running(), 0U);
}

TEST_F(StreamsTest, AnotherStatusIsAnAnswerAndNoPiece) {
  TestServer server([](const Request&) { return Reply{.status = 410, .body = "gone"}; });
  HttpStream lasting = Ask(server.Url());
  lasting.piece = [](std::string_view) { FAIL(); };
  streams_->Start(std::move(lasting));
  ASSERT_TRUE(RunUntil([&] { return !ended_.empty(); }));
  ASSERT_TRUE(ended_[0].ok());
  EXPECT_EQ(ended_[0]->status, 410);
  EXPECT_EQ(ended_[0]->body, "gone");
}

TEST_F(StreamsTest, WhatCannotBeginEndsWithAnErrorToo) {
  const ClosedPort closed;
  streams_->Start(Ask(closed.Url()));
  HttpStream bad = Ask("https://127.0.0.1/");
  bad.request.tls.ca_file = "/does/not/exist.pem";
  streams_->Start(std::move(bad));
  ASSERT_TRUE(RunUntil([&] { return ended_.size() == 2; }));
  for (const Result<HttpResponse>& result : ended_) EXPECT_FALSE(result.ok());
}

TEST_F(StreamsTest, WhatIsDroppedTellsNothingMore) {
  TestServer server([](const Request&) -> Reply { return {.fault = TestServer::Fault::kNoAnswer}; });
  const HttpStreams::Id id = streams_->Start(Ask(server.Url()));
  ASSERT_TRUE(RunUntil([&] { return !server.requests().empty(); }));
  streams_->Drop(id);
  EXPECT_EQ(streams_->running(), 0U);
  streams_->Run(std::chrono::milliseconds(1));
  EXPECT_TRUE(ended_.empty());
}

TEST_F(StreamsTest, ALastingAnswerThatIsCutShortIsAnError) {
  TestServer server([](const Request&) -> Reply {
    return {.body = "half and half", .fault = TestServer::Fault::kReset, .fault_after = 4};
  });
  std::string pieces;
  HttpStream lasting = Ask(server.Url());
  lasting.piece = [&](std::string_view piece) { pieces += piece; };
  streams_->Start(std::move(lasting));
  ASSERT_TRUE(RunUntil([&] { return !ended_.empty(); }));
  ASSERT_FALSE(ended_[0].ok());
  EXPECT_EQ(pieces, "half");
}

TEST_F(StreamsTest, AnotherThreadWakesIt) {
  const auto begin = std::chrono::steady_clock::now();
  std::thread waker([this] { streams_->Wake(); });
  streams_->Run(std::chrono::seconds(20));
  waker.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(StreamsTest, AfterReconnectANewConnectionIsMade) {
  TestServer server([](const Request&) { return Reply{.body = "x"}; });
  streams_->Start(Ask(server.Url()));
  ASSERT_TRUE(RunUntil([&] { return ended_.size() == 1; }));
  streams_->Start(Ask(server.Url()));
  ASSERT_TRUE(RunUntil([&] { return ended_.size() == 2; }));
  EXPECT_EQ(server.requests().back().connection, 1);
  streams_->Reconnect();
  streams_->Start(Ask(server.Url()));
  ASSERT_TRUE(RunUntil([&] { return ended_.size() == 3; }));
  EXPECT_EQ(server.requests().back().connection, 2);
}

}  // namespace
}  // namespace lastgood
