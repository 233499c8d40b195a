// For tests: one bucket called "backups" behind a real socket, and passes over it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/s3/s3.h"
#include "net/http/curl_http.h"
#include "tests/support/fakes.h"
#include "tests/support/s3_server.h"

namespace lastgood {

class S3CollectorTest : public testing::Test {
 protected:
  void SetUp() override { server_.SetFeature("uploads", Uploads("")); }

  static std::string Uploads(const std::string& uploads) {
    return "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>" + uploads +
           "</ListMultipartUploadsResult>";
  }

  Result<std::vector<Collector>> Make(const std::string& yaml) {
    Result<ConfigReader> reader = ConfigReader::Parse(yaml, "c.yaml");
    if (!reader.ok()) return std::move(reader).error();
    return MakeS3Collectors(*reader, {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }});
  }
  void Open(const std::string& more = "") {
    Result<std::vector<Collector>> made = Make("backups: {url: s3://backups, anonymous: true, endpoint: \"" +
                                               server_.server().Url() + "\"" + more + "}");
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
  }
  Collected Run() {
    Collected collected =
        collector_.collect({Deadline::After(clock_, std::chrono::minutes(30)), former_, progress_});
    former_ = collected.facts;
    return collected;
  }
  const BucketFacts& Bucket() const { return former_.buckets.at(0); }

  FakeClock clock_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  S3TestServer server_;
  Collector collector_;
  Facts former_;
  std::function<void(std::string_view, std::size_t)> progress_;
};

}  // namespace lastgood
