#include "collectors/jobs/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collectors/jobs/report_values.h"
#include "exporter/base/time.h"
#include "exporter/net/exposition.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxReports = 10'000;
constexpr std::size_t kMaxComplaints = 100;
constexpr std::size_t kLongestName = 253;

constexpr std::array<std::pair<std::string_view, Fact>, 12> kFactNames = {{
    {"success", Fact::kSuccess},
    {"timestamp", Fact::kTimestamp},
    {"last_success", Fact::kLastSuccess},
    {"last_failure", Fact::kLastFailure},
    {"duration", Fact::kDuration},
    {"size", Fact::kSize},
    {"transferred", Fact::kTransferred},
    {"files_new", Fact::kFilesNew},
    {"files_changed", Fact::kFilesChanged},
    {"bucket_size", Fact::kBucketSize},
    {"bucket_objects", Fact::kBucketObjects},
    {"bucket_limit", Fact::kBucketLimit},
}};

using Place = std::pair<std::string, std::string>;  // job and instance

// What several samples of one job say together.
template <typename T>
void KeepLess(std::optional<T>& known, T value) {
  known = known ? std::min(*known, value) : value;
}
void Sum(std::optional<std::uint64_t>& known, std::uint64_t value) { known = known.value_or(0) + value; }

class Decoder {
 public:
  Decoder(const MetricMap& metrics, const ReportContext& context) : metrics_(metrics), context_(context) {}

  void Add(const ExpositionSample& sample) {
    const auto found = metrics_.find(sample.name);
    if (found == metrics_.end()) return;
    const Status status = AddFact(found->second, sample);
    if (!status.ok()) Complain(fmt::format("{}: {}", Describe(sample), status.error().message));
  }

  Report Finish() {
    for (auto& [place, job] : jobs_) {
      if (!job.timestamp) job.timestamp = WrittenAt(place);
      report_.jobs.push_back(std::move(job));
    }
    for (auto& [name, bucket] : buckets_) {
      for (const Place& place : bucket_places_[name])
        if (const std::optional<Time> written = WrittenAt(place)) KeepLess(bucket.listed, *written);
      report_.buckets.push_back(std::move(bucket));
    }
    return std::move(report_);
  }

 private:
  static std::string Describe(const ExpositionSample& sample) {
    std::string labels;
    for (const auto& [name, value] : sample.labels)
      labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", name, value);
    return Cut(fmt::format("{}{{{}}}", sample.name, labels), 200);
  }

  Place PlaceOf(const ExpositionSample& sample) const {
    std::string job(sample.Label("job"));
    return {Cut(job.empty() ? context_.fallback_job : job, kLongestName),
            Cut(sample.Label("instance"), kLongestName)};
  }

  // What the Pushgateway knows of the group, else the file's own time.
  std::optional<Time> WrittenAt(const Place& place) const {
    const auto pushed = pushed_.find(place);
    return pushed == pushed_.end() ? context_.written : std::optional(pushed->second);
  }

  Status AddFact(Fact fact, const ExpositionSample& sample) {
    switch (fact) {
      case Fact::kPushTime:
        return AddPushTime(sample);
      case Fact::kBucketSize:
      case Fact::kBucketObjects:
      case Fact::kBucketLimit:
        return AddToBucket(fact, sample);
      default:
        return AddToJob(fact, sample);
    }
  }

  Status AddPushTime(const ExpositionSample& sample) {
    LASTGOOD_ASSIGN(const Time time, ToTime(sample.value, context_.now));
    const auto [found, added] = pushed_.emplace(PlaceOf(sample), time);
    if (!added) found->second = std::min(found->second, time);
    return Ok();
  }

  Status AddToBucket(Fact fact, const ExpositionSample& sample) {
    const std::string name = Cut(sample.Label("bucket"), kLongestName);
    if (buckets_.size() >= kMaxReports && !buckets_.contains(name))
      return Error{ErrorCode::kTooLarge, "more than 10,000 buckets"};
    LASTGOOD_ASSIGN(const std::uint64_t count, ToCount(sample.value));
    BucketReport& bucket = buckets_[name];
    bucket.bucket = name;
    const Place place = PlaceOf(sample);
    std::vector<Place>& places = bucket_places_[name];
    if (std::ranges::find(places, place) == places.end()) places.push_back(place);
    if (fact == Fact::kBucketLimit) {
      KeepLess(bucket.limit, count);
      return Ok();
    }
    if (bucket.prefixes.size() >= kMaxReports)
      return Error{ErrorCode::kTooLarge, "more than 10,000 prefixes"};
    PrefixReport& prefix = bucket.prefixes[Cut(sample.Label("prefix"), kLongestName)];
    (fact == Fact::kBucketSize ? prefix.bytes : prefix.objects) = count;
    return Ok();
  }

  Status AddToJob(Fact fact, const ExpositionSample& sample) {
    const Place place = PlaceOf(sample);
    if (place.first.empty())
      return Error{ErrorCode::kMalformed, "has no label job, so that nobody knows whose it is"};
    if (jobs_.size() >= kMaxReports && !jobs_.contains(place))
      return Error{ErrorCode::kTooLarge, "more than 10,000 jobs"};
    JobReport& job = jobs_[place];
    job.job = place.first;
    job.instance = place.second;
    return SetFact(fact, sample.value, job);
  }

  Status SetFact(Fact fact, double value, JobReport& job) const {
    if (fact == Fact::kSuccess) {
      const Result<bool> success = ToOutcome(value);
      job.doubtful = job.doubtful || !success.ok();
      if (!success.ok()) return success.error();
      KeepLess(job.success, *success);
    } else if (fact == Fact::kDuration) {
      LASTGOOD_ASSIGN(const Duration length, ToLength(value));
      job.duration = std::max(job.duration.value_or(length), length);
    } else if (std::optional<Time>* time = TimeOf(fact, job)) {
      LASTGOOD_ASSIGN(const Time moment, ToTime(value, context_.now));
      if (fact == Fact::kLastFailure)
        *time = std::max(time->value_or(moment), moment);
      else
        KeepLess(*time, moment);
    } else if (std::optional<std::uint64_t>* count = CountOf(fact, job)) {
      LASTGOOD_ASSIGN(const std::uint64_t number, ToCount(value));
      Sum(*count, number);
    }
    return Ok();
  }

  static std::optional<Time>* TimeOf(Fact fact, JobReport& job) {
    if (fact == Fact::kTimestamp) return &job.timestamp;
    if (fact == Fact::kLastSuccess) return &job.last_success;
    return fact == Fact::kLastFailure ? &job.last_failure : nullptr;
  }

  static std::optional<std::uint64_t>* CountOf(Fact fact, JobReport& job) {
    if (fact == Fact::kSize) return &job.size;
    if (fact == Fact::kTransferred) return &job.transferred;
    if (fact == Fact::kFilesNew) return &job.files_new;
    return fact == Fact::kFilesChanged ? &job.files_changed : nullptr;
  }

  void Complain(std::string complaint) {
    if (report_.complaints.size() < kMaxComplaints) report_.complaints.push_back(std::move(complaint));
  }

  const MetricMap& metrics_;
  const ReportContext& context_;
  Report report_;
  std::map<Place, JobReport> jobs_;
  std::map<std::string, BucketReport> buckets_;
  std::map<std::string, std::vector<Place>> bucket_places_;
  std::map<Place, Time> pushed_;
};

}  // namespace

MetricMap BuiltInMetrics() {
  return {
      {"backup_success", Fact::kSuccess},
      {"backup_timestamp", Fact::kTimestamp},
      {"backup_duration_seconds", Fact::kDuration},
      {"backup_files_new", Fact::kFilesNew},
      {"backup_files_changed", Fact::kFilesChanged},
      {"pg_dump_success", Fact::kSuccess},
      {"pg_dump_size_bytes", Fact::kSize},
      {"pg_dump_duration_seconds", Fact::kDuration},
      {"oci_bucket_size_bytes", Fact::kBucketSize},
      {"oci_bucket_object_count", Fact::kBucketObjects},
      {"oci_bucket_limit_bytes", Fact::kBucketLimit},
      {"push_time_seconds", Fact::kPushTime},
  };
}

std::optional<Fact> FactNamed(std::string_view name) {
  for (const auto& [text, fact] : kFactNames)
    if (text == name) return fact;
  return std::nullopt;
}

std::string FactNames() {
  std::string names;
  for (const auto& [text, fact] : kFactNames) names.append(names.empty() ? "" : ", ").append(text);
  return names;
}

Result<Report> DecodeReport(std::string_view text, const MetricMap& metrics, const ReportContext& context) {
  Decoder decoder(metrics, context);
  ExpositionOutcome outcome =
      ReadExposition(text, [&](const ExpositionSample& sample) { decoder.Add(sample); });
  if (outcome.first_error) return std::move(*outcome.first_error);
  if (!text.empty() && !text.ends_with('\n'))
    return Error{ErrorCode::kTruncated, "its last line has no newline: it is cut short, or being written"};
  return decoder.Finish();
}

}  // namespace lastgood::jobs
