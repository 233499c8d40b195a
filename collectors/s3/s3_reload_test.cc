// What a reload of the config keeps of a bucket: another collector takes over what the former one learnt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/s3/s3.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_server.h"

namespace lastgood {
namespace {

class S3ReloadTest : public testing::Test {
 protected:
  // The bucket called "backups" in the config is at `url`.
  void Open(const std::string& url) {
    Result<ConfigReader> reader = ConfigReader::Parse(
        "backups: {url: \"" + url + "\", anonymous: true, endpoint: \"" + server_.server().Url() + "\"}",
        "c.yaml");
    Result<std::vector<Collector>> made =
        MakeS3Collectors(*reader, {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }});
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
  }
  Collected Run() {
    Collected collected =
        collector_.collect({Deadline::After(clock_, std::chrono::minutes(30)), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  const BucketFacts& Bucket() const { return former_.buckets.at(0); }

  FakeClock clock_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  S3TestServer server_;
  Collector collector_;
  Facts former_;
};

TEST_F(S3ReloadTest, ANameThatPointsElsewhereNowKeepsNoOldFigures) {
  server_.Put("a", 100);
  Open("s3://backups");
  Run();
  ASSERT_EQ(Bucket().used_bytes, 100u);
  const std::string before = collector_.place;
  Open("s3://other");
  EXPECT_NE(collector_.place, before);
  server_.SetOverride([](const TestServer::Request&) { return TestServer::Reply{.status = 403}; });
  EXPECT_EQ(Run().failures.size(), 1u);
  EXPECT_EQ(Bucket().url, "s3://other");
  EXPECT_EQ(Bucket().used_bytes, std::nullopt);
  EXPECT_EQ(Bucket().listed, std::nullopt);
}

TEST_F(S3ReloadTest, RequestsAreCountedOnAfterAReload) {
  Open("s3://backups");
  Run();
  const std::uint64_t before = Bucket().list_requests;
  EXPECT_GT(before, 0u);
  Open("s3://backups");
  Run();
  EXPECT_EQ(Bucket().list_requests, 2 * before);
  Run();
  EXPECT_EQ(Bucket().list_requests, 3 * before);
}

}  // namespace
}  // namespace lastgood
