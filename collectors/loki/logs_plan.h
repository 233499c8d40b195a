// One entry of `logs:` as the collector runs it. A value.
#pragma once

#include <string>
#include <vector>

#include "base/config_reader.h"
#include "net/loki/client.h"

namespace lastgood {

// A stream that is expected to write.
struct StreamPlan {
  std::string name, selector;
  Duration max_silence{0};
  Duration look_back = std::chrono::hours(24);
};

// An instance whose counters are passed on; `target` is its host:port (or file name).
struct TargetPlan {
  std::string target, url;
};

struct LogsPlan {
  std::string name;  // its key in the config
  LokiConfig loki;
  std::vector<TargetPlan> targets;
  std::vector<StreamPlan> streams;
  Duration window = std::chrono::hours(1);
  Duration interval = std::chrono::seconds(60);
  Duration timeout = std::chrono::minutes(2);
};

// Mistakes are complained about to the reader.
LogsPlan ReadLogsPlan(const std::string& name, ConfigReader& reader);

}  // namespace lastgood
