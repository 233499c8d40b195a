// What exposition text says about jobs and buckets: metrics by their names to facts, samples of one job on
// one instance to one row. Pure; a value that cannot be right is a complaint and stays unknown.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exporter/base/clock.h"
#include "exporter/base/result.h"

namespace lastgood::jobs {

enum class Fact : std::uint8_t {
  kSuccess,    // of the last run: 1 or 0
  kTimestamp,  // when the last run ended, however it ended
  kLastSuccess,
  kLastFailure,
  kDuration,
  kSize,
  kTransferred,
  kFilesNew,
  kFilesChanged,
  kBucketSize,
  kBucketObjects,
  kBucketLimit,
  kPushTime,  // when a Pushgateway was last written to
};

using MetricMap = std::map<std::string, Fact, std::less<>>;

// The metrics that are understood without a table in the config.
MetricMap BuiltInMetrics();
// "last_success", as the config spells it; nullopt for what the config cannot name.
std::optional<Fact> FactNamed(std::string_view name);
std::string FactNames();  // "success, timestamp, ..." for messages

// One job on one instance, added up over all its other labels: only when all of them succeeded it did, and
// as long ago as the oldest.
struct JobReport {
  std::string job, instance;
  std::optional<bool> success;
  bool doubtful = false;  // a value that should say whether it succeeded says neither
  std::optional<Time> timestamp, last_success, last_failure;
  std::optional<Duration> duration;
  std::optional<std::uint64_t> size, transferred, files_new, files_changed;
};

struct PrefixReport {
  std::optional<std::uint64_t> bytes, objects;
};

struct BucketReport {
  std::string bucket;                            // "" when no label names it
  std::map<std::string, PrefixReport> prefixes;  // "" is the whole bucket
  std::optional<std::uint64_t> limit;
  std::optional<Time> listed;  // the oldest time at which any of it was written
};

struct Report {
  std::vector<JobReport> jobs;        // by job and instance
  std::vector<BucketReport> buckets;  // by name
  std::vector<std::string> complaints;
};

struct ReportContext {
  Time now;
  std::optional<Time> written;  // the file's own time; nullopt for what is asked for over HTTP
  std::string fallback_job;     // of samples without the label `job`; "" when there is none
};

// kMalformed, kTooLarge: the text as a whole cannot be trusted (a bad line, or no newline at its end).
Result<Report> DecodeReport(std::string_view text, const MetricMap& metrics, const ReportContext& context);

}  // namespace lastgood::jobs
