// A folder and a bucket behind a socket, named "nfs" and "s3" in the config, and passes over one collector
// that reads them. The clock is set to the machine's time, since real tools write real times; only tests move
// it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <utime.h>

#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "collectors/collector.h"
#include "net/http/curl_http.h"
#include "net/s3/bucket_config.h"
#include "tests/support/fakes.h"
#include "tests/support/process.h"
#include "tests/support/s3_server.h"
#include "tests/support/temp_dir.h"

namespace lastgood {

class StoreTest : public testing::Test {
 protected:
  using Make = Result<std::vector<Collector>> (*)(ConfigReader&, const Environment&);

  Environment MakeEnvironment() {
    BucketConfig folder{.url = "file://" + folder_.path()};
    BucketConfig s3{
        .url = "s3://backups", .endpoint = server_.server().Url(), .credentials = {.anonymous = true}};
    return {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }, {{"nfs", folder}, {"s3", s3}}};
  }
  Result<std::vector<Collector>> TryMake(Make make, const std::string& yaml) {
    LASTGOOD_ASSIGN(ConfigReader reader, ConfigReader::Parse(yaml, "c.yaml"));
    return make(reader, MakeEnvironment());
  }
  void Open(Make make, const std::string& yaml) {
    Result<std::vector<Collector>> made = TryMake(make, yaml);
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
    former_ = {};
  }
  Collected Run(Duration time = std::chrono::minutes(30)) {
    Collected collected = collector_.collect({Deadline::After(clock_, time), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  // Runs a program that must succeed; its output.
  static std::string Tool(const std::vector<std::string>& argv,
                          const std::vector<std::string>& environment = {}, const std::string& input = "") {
    Process process(argv, input, environment);
    EXPECT_EQ(process.Wait(), 0) << argv[0] << ": " << process.err;
    return process.out;
  }
  // Sets when a file was modified.
  void Touch(const std::string& name, Time time) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    const utimbuf times{.actime = seconds, .modtime = seconds};
    ASSERT_EQ(utime((folder_ / name).c_str(), &times), 0) << name;
  }
  Time Ago(Duration duration) const {
    return std::chrono::floor<std::chrono::seconds>(clock_.Now()) - duration;
  }

  FakeClock clock_{SystemClock().Now()};
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  TempDir folder_;
  S3TestServer server_;
  Collector collector_;
  Facts former_;
};

}  // namespace lastgood
