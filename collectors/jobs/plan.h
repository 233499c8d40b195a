// One entry of `jobs:` as the collector runs it. A value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/jobs/report.h"
#include "exporter/base/config_reader.h"
#include "exporter/base/cron.h"
#include "exporter/net/http_access.h"

namespace lastgood::jobs {

// A job that should report, and how often.
struct Expectation {
  std::string job;
  std::string schedule, timezone;  // as written; "" without a schedule
  std::optional<Cron> cron;
  std::optional<Duration> max_age;
};

struct JobsPlan {
  std::string name;    // its key in the config
  std::string folder;  // of .prom files; "" with url
  std::string url;
  HttpAccess access;
  MetricMap metrics = BuiltInMetrics();
  std::vector<Expectation> expect;
  Duration bucket_max_age = std::chrono::hours(49);  // of figures about buckets
  Duration interval = std::chrono::seconds(60);
  Duration timeout = std::chrono::minutes(2);
};

// Mistakes are complained about to the reader.
JobsPlan ReadJobsPlan(const std::string& name, ConfigReader& reader);

}  // namespace lastgood::jobs
