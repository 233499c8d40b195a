#include "exporter/serve/server_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lastgood {
namespace {

using State = RequestReader::State;
using testing::HasSubstr;

struct Judged {
  State state = State::kMore;
  int status = 0;  // of a refusal
  ServerRequest request;
  std::string rest;
};

// `step` bytes at a time.
Judged Judge(const std::string& bytes, std::size_t step = std::string::npos) {
  RequestReader reader;
  Judged judged;
  for (std::size_t at = 0; at < bytes.size() && judged.state == State::kMore;
       at += std::min(step, bytes.size())) {
    judged.rest += bytes.substr(at, step);
    judged.state = reader.Feed(judged.rest);
  }
  if (judged.state == State::kRefused) judged.status = reader.refusal().status;
  if (judged.state == State::kWhole) judged.request = reader.Take();
  return judged;
}

TEST(RequestReaderTest, TellsWhatWasAskedHoweverTheBytesArrive) {
  const std::string bytes =
      "GET /metrics?collect[]=s3&a=b%20c HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n"
      "accept-encoding: gzip\r\nAuthorization: Basic abc\r\n\r\n";
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
    const Judged judged = Judge(bytes, step);
    ASSERT_EQ(judged.state, State::kWhole) << step;
    EXPECT_EQ(judged.request.web.method, "GET");
    EXPECT_EQ(judged.request.web.path, "/metrics");
    EXPECT_EQ(judged.request.web.query, "collect[]=s3&a=b%20c");
    EXPECT_EQ(judged.request.web.accept, "text/plain");
    EXPECT_EQ(judged.request.web.accept_encoding, "gzip");
    EXPECT_EQ(judged.request.authorization, "Basic abc");
    EXPECT_TRUE(judged.request.keep_alive);
  }
}

TEST(RequestReaderTest, APathIsDecodedAndAHostInTheTargetIsDropped) {
  EXPECT_EQ(Judge("GET /a%20b+c HTTP/1.1\r\nHost: x\r\n\r\n").request.web.path, "/a b+c");
  EXPECT_EQ(Judge("GET http://proxy.example/metrics?x HTTP/1.1\r\nHost: x\r\n\r\n").request.web.path,
            "/metrics");
  EXPECT_EQ(Judge("GET http://proxy.example HTTP/1.1\r\nHost: x\r\n\r\n").request.web.path, "/");
}

TEST(RequestReaderTest, WhoWantsToStayIsTold) {
  const auto stays = [](const std::string& start) { return Judge(start + "\r\n").request.keep_alive; };
  EXPECT_FALSE(stays("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"));
  EXPECT_FALSE(stays("GET / HTTP/1.0\r\n"));
  EXPECT_TRUE(stays("GET / HTTP/1.0\r\nConnection: keep-alive\r\n"));
}

TEST(RequestReaderTest, ABodyIsReadAndDroppedAndWhatFollowsIsTheNextRequests) {
  const std::string next = "GET /next HTTP/1.1\r\n";
  EXPECT_EQ(Judge("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + next).rest, next);
  EXPECT_EQ(
      Judge("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + next)
          .rest,
      next);
}

struct Refused {
  const char* why;
  int status;
  std::string bytes;
};

const std::string kPost = "POST / HTTP/1.1\r\nHost: x\r\n";
const std::string kChunked = kPost + "Transfer-Encoding: chunked\r\n\r\n";

// What one hop reads in this way and another one in that.
const std::vector<Refused> kRefused = {
    {"two lengths", 400, kPost + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"},
    {"two equal lengths", 400, kPost + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"},
    {"a list of lengths", 400, kPost + "Content-Length: 3, 3\r\n\r\nabc"},
    {"a length and chunks", 400, kPost + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"chunks and a length", 400, kPost + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
    {"a signed length", 400, kPost + "Content-Length: +3\r\n\r\nabc"},
    {"a length in hexadecimal", 400, kPost + "Content-Length: 0x3\r\n\r\nabc"},
    {"a length without end", 400, kPost + "Content-Length: 99999999999999999999\r\n\r\nabc"},
    {"an unknown coding", 501, kPost + "Transfer-Encoding: gzip\r\n\r\n"},
    {"a coding before chunked", 501, kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {"identity", 501, kPost + "Transfer-Encoding: identity\r\n\r\n"},
    {"chunked twice", 400,
     kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"chunked of HTTP/1.0", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"a chunk's size that is none", 400, kChunked + "x\r\nabc\r\n0\r\n\r\n"},
    {"a chunk's size with a sign", 400, kChunked + "-3\r\nabc\r\n0\r\n\r\n"},
    {"a chunk that is longer than its size", 400, kChunked + "2\r\nabc\r\n0\r\n\r\n"},
    {"a chunk's size without end", 400, kChunked + "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"},
    {"a chunk's line that ends with LF", 400, kChunked + "3\nabc\r\n0\r\n\r\n"},
    {"a chunk that ends with LF", 400, kChunked + "3\r\nabc\n0\r\n\r\n"},
    {"a request line that ends with LF", 400, "GET / HTTP/1.1\nHost: x\r\n\r\n"},
    {"a header that ends with LF", 400, "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"},
    {"a header block that ends with LF", 400, "GET / HTTP/1.1\r\nHost: x\r\n\n"},
    {"a lone CR", 400, "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n"},
    {"a zero byte", 400, std::string("GET / HTTP/1.1\r\nHost: x\0y\r\n\r\n", 29)},
    {"a space before the colon", 400, "GET / HTTP/1.1\r\nHost : x\r\n\r\n"},
    {"a header without a name", 400, "GET / HTTP/1.1\r\n: x\r\n\r\n"},
    {"no host", 400, "GET / HTTP/1.1\r\n\r\n"},
    {"two hosts", 400, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"},
    {"HTTP/2 without TLS", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
    {"HTTP/1.2", 400, "GET / HTTP/1.2\r\nHost: x\r\n\r\n"},
    {"no version", 400, "GET /\r\n\r\n"},
    {"a TLS hello", 400, std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15)},
    {"an expectation", 417, kPost + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"},
    {"a long header", 431, "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'a')},
    {"a long target", 431, "GET /" + std::string(20'000, 'a')},
    {"a long body", 413, kPost + "Content-Length: 100000\r\n\r\n"},
};

TEST(RequestReaderTest, WhatCouldBeReadInTwoWaysIsRefused) {
  for (const Refused& refused : kRefused)
    for (const std::size_t step : {std::size_t{1}, std::string::npos}) {
      const Judged judged = Judge(refused.bytes, step);
      EXPECT_EQ(judged.state, State::kRefused) << refused.why;
      EXPECT_EQ(judged.status, refused.status) << refused.why;
    }
}

}  // namespace
}  // namespace lastgood
