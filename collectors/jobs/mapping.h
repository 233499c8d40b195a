// Which metric says what: names of metrics to facts, the well-known ones and those of the config. Values.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lastgood::jobs {

enum class Fact : std::uint8_t {
  kSuccess,    // of the last run: 1 or 0
  kTimestamp,  // when the last run ended, however it ended
  kStart,      // when the last run began
  kLastSuccess,
  kLastFailure,
  kRecoveryPoint,  // the newest moment of the data that can be restored
  kDuration,
  kSize,
  kTransferred,
  kFilesNew,
  kFilesChanged,
  kBucketSize,
  kBucketObjects,
  kBucketLimit,
  kPushed,   // when a Pushgateway was last written to
  kRefused,  // when it last refused what was sent
};

using MetricMap = std::map<std::string, Fact, std::less<>>;

// The metrics that are understood without a table in the config.
MetricMap BuiltInMetrics();
// "last_success", as the config spells it; nullopt for what the config cannot name.
std::optional<Fact> FactNamed(std::string_view name);
std::string FactNames();  // "success, timestamp, ..." for messages

// An exporter whose metrics are known, but would mean too much where nobody asked for them.
struct Preset {
  std::string job_label;
  MetricMap metrics;
};
std::optional<Preset> PresetNamed(std::string_view name);
std::string PresetNames();

}  // namespace lastgood::jobs
