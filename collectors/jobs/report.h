// What exposition text says about jobs and buckets: metrics by their names to facts, samples of one job on
// one instance to one row. Pure; a value that cannot be right is a complaint and stays unknown.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "collectors/jobs/mapping.h"
#include "collectors/jobs/outcomes.h"
#include "collectors/jobs/parts.h"

namespace lastgood::jobs {

struct JobPlace {
  std::string job, instance;
  auto operator<=>(const JobPlace&) const = default;
};

// One job on one instance, added up over all its other labels: only when all of them succeeded it did, and
// as long ago as the oldest.
struct JobReport {
  JobPlace place;
  std::set<std::string> outcomes;  // the series that say whether or when it succeeded
  Parts parts;
  bool told = false;  // a value that should say whether or when it succeeded was complained about
  std::optional<Time> start;
  std::optional<Duration> duration;
  std::optional<std::uint64_t> size, transferred, files_new, files_changed;

  // Of all parts, by Total.
  std::optional<bool> success;
  bool doubtful = false;          // of some part nobody can tell
  std::optional<Time> last_good;  // when all were good
  std::optional<Time> ended, failed, failure_written, last_success, last_failure, recovery_point;
};

// Adds up the parts anew.
void Total(JobReport& report);

// Adds what another file says of the same job.
void Merge(const JobReport& other, JobReport& report);

struct PrefixReport {
  std::optional<std::uint64_t> bytes, objects;
};

struct BucketReport {
  std::string bucket;                            // its label `bucket`, else the job
  std::map<std::string, PrefixReport> prefixes;  // "" is the whole bucket
  std::optional<std::uint64_t> limit;
  std::optional<Time> listed;  // the oldest time at which any of it was written
};

// Adds what another file says of the same bucket.
void Merge(const BucketReport& other, BucketReport& report);

struct Report {
  std::vector<JobReport> jobs;        // by place
  std::vector<BucketReport> buckets;  // by name
  std::vector<Error> complaints;
  std::set<std::string> unknown;  // names of metrics that say nothing here, a few
};

// What metrics mean. A value.
struct Vocabulary {
  MetricMap metrics = BuiltInMetrics();
  OutcomeMap outcomes;
  // Labels that tell no parts apart: of series that differ in these only, the newest counts.
  std::set<std::string> not_parts = {"client_version", "snapshot_hash"};
};

struct ReportContext {
  Time now;
  std::optional<Time> written;  // the file's own time; nullopt for what is asked for over HTTP
  bool live = false;            // figures of which nobody tells when they were written are of now
  std::string fallback_job;     // of samples without the label
  std::string job_label = "job";
};

// kMalformed, kTooLarge, kTruncated: the text as a whole cannot be trusted (a bad line, or no newline at its
// end).
Result<Report> DecodeReport(std::string_view text, const Vocabulary& vocabulary,
                            const ReportContext& context);

}  // namespace lastgood::jobs
