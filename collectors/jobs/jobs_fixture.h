// For tests: one entry of `jobs:` over a folder that a test writes, or a URL.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "collectors/jobs/jobs.h"
#include "net/http/curl_http.h"
#include "net/s3/bucket_config.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {

class JobsTest : public testing::Test {
 protected:
  Result<std::vector<Collector>> Make(const std::string& yaml) {
    Result<ConfigReader> reader = ConfigReader::Parse(yaml, "c.yaml");
    if (!reader.ok()) return std::move(reader).error();
    return MakeJobsCollectors(
        *reader,
        {*http_, clock_, nullptr, [](const char*) { return std::nullopt; }, {{"listed", BucketConfig()}}});
  }
  void Open(const std::string& place, const std::string& more = "") {
    Result<std::vector<Collector>> made = Make("host: {" + place + more + "}");
    ASSERT_TRUE(made.ok()) << made.error().message;
    collector_ = std::move(made->at(0));
    former_ = {};
  }
  void OpenFolder(const std::string& more = "") { Open("folder: \"" + folder_.path() + "\"", more); }
  // Writes a .prom file whose time is `age` before now.
  void Write(const std::string& name, const std::string& text, Duration age = Duration(0)) {
    const std::string path = folder_.Write(name, text);
    std::filesystem::last_write_time(path, std::chrono::file_clock::from_sys(clock_.Now() - age));
  }
  Collected Run() {
    Collected collected = collector_.collect({Deadline::After(clock_, std::chrono::minutes(2)), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  bool Knows(const std::string& name) const {
    return std::ranges::find(former_.objects, ObjectKey{"host", "", "Job", name}, &ObjectFacts::key) !=
           former_.objects.end();
  }
  ObjectFacts Job(const std::string& name) const {
    for (const ObjectFacts& object : former_.objects)
      if (object.key == ObjectKey{"host", "", "Job", name}) return object;
    ADD_FAILURE() << "no job " << name;
    return {.tracks = {Track()}};
  }
  Track OnlyTrack(const std::string& name) const {
    const ObjectFacts job = Job(name);
    EXPECT_EQ(job.tracks.size(), 1u);
    return job.tracks.empty() ? Track() : job.tracks[0];
  }
  std::string Seconds(Duration age) const {
    return std::to_string(
        std::chrono::floor<std::chrono::seconds>(clock_.Now() - age).time_since_epoch().count());
  }
  // What a job leaves behind that went well so long ago.
  std::string Good(Duration age, const std::string& labels = "") const {
    return "backup_success" + labels + " 1\nbackup_timestamp" + labels + " " + Seconds(age) + "\n";
  }
  std::string Bad(Duration age, const std::string& labels = "") const {
    return "backup_success" + labels + " 0\nbackup_timestamp" + labels + " " + Seconds(age) + "\n";
  }

  FakeClock clock_;
  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  TempDir folder_;
  Collector collector_;
  Facts former_;
};

}  // namespace lastgood
