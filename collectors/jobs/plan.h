// One entry of `jobs:` as the collector runs it. A value.
#pragma once

#include <string>
#include <vector>

#include "base/config_reader.h"
#include "collectors/jobs/report.h"
#include "collectors/shared/store.h"
#include "net/http/access.h"

namespace lastgood::jobs {

// A job that should report, and how often.
struct Expectation {
  std::string job;
  StorePromise promise;
};

struct JobsPlan {
  std::string name;    // its key in the config
  std::string folder;  // of .prom files; "" with url
  std::string url;
  HttpAccess access;
  std::string job_label = "job";
  Vocabulary vocabulary;
  StorePromise promise;  // of jobs that are not expected by name
  std::vector<Expectation> expect;
  Duration forget_after = std::chrono::hours(7 * 24);  // what no longer reports
  Duration bucket_max_age = std::chrono::hours(49);    // of figures about buckets
  Duration interval = std::chrono::seconds(60);
  Duration timeout = std::chrono::minutes(2);

  // To be shown: a query may hold a token.
  std::string place() const;
};

// Mistakes are complained about to the reader.
JobsPlan ReadJobsPlan(const std::string& name, ConfigReader& reader);

}  // namespace lastgood::jobs
