#include "net/http/measure.h"

#include <gtest/gtest.h>

#include "net/http/curl_http.h"
#include "tests/support/instrument.h"
#include "tests/support/test_server.h"

namespace lastgood {
namespace {

TEST(MeasureTest, AHostIsNamedWithoutCredentialsOrPath) {
  EXPECT_EQ(HostOf("https://user:secret@minio.example:9000/bucket?list-type=2"), "minio.example:9000");
  EXPECT_EQ(HostOf("http://[::1]:80"), "[::1]:80");
  EXPECT_EQ(HostOf("http://a?token=b@c/d"), "a");
}

TEST(MeasureTest, EveryRequestIsCountedByWhatItCameTo) {
  Instruments instruments;
  TestServer server([](const TestServer::Request& request) {
    return TestServer::Reply{.status = request.target == "/there" ? 200 : 404};
  });
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient("lastgood/test", &instruments);
  for (const char* path : {"/there", "/there", "/gone"})
    EXPECT_TRUE(http->Do({.url = server.Url() + path}).ok());
  const std::string host = HostOf(server.Url());
  EXPECT_EQ(InstrumentOf(instruments, kHttpRequests, {{"host", host}, {"outcome", "200"}}), 2);
  EXPECT_EQ(InstrumentOf(instruments, kHttpRequests, {{"host", host}, {"outcome", "404"}}), 1);
  EXPECT_EQ(InstrumentOf(instruments, kHttpRequestDuration, {{"host", host}}), 3);
}

TEST(MeasureTest, ARequestWithoutAnAnswerIsCountedByTheReason) {
  Instruments instruments;
  const std::string host = [&] {
    const ClosedPort port;
    EXPECT_FALSE(MakeCurlHttpClient("lastgood/test", &instruments)->Do({.url = port.Url()}).ok());
    return HostOf(port.Url());
  }();
  EXPECT_EQ(InstrumentOf(instruments, kHttpRequests, {{"host", host}, {"outcome", "unavailable"}}), 1);
}

}  // namespace
}  // namespace lastgood
