#include "collectors/jobs/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/time.h"
#include "collectors/jobs/bucket_reader.h"
#include "collectors/jobs/job_reader.h"
#include "collectors/jobs/values.h"
#include "net/prometheus/exposition.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxSamples = 100'000;  // that say something
constexpr std::size_t kMaxComplaints = 100;
constexpr std::size_t kMaxUnknown = 50;
constexpr std::size_t kLongestName = 253;
constexpr std::string_view kInstance = "instance";

// Valid text from the start: names that differ in what cannot be shown would be one series twice.
LabelList Sorted(const ExpositionSample& sample) {
  LabelList labels;
  for (const auto& [name, value] : sample.labels)
    if (!value.empty()) labels.emplace_back(name, Cut(ToValidUtf8(value), kLongestName));
  std::ranges::sort(labels);
  return labels;
}

// A sample as it was read; what it belongs to is known when all have been.
struct Raw {
  Fact fact;
  std::string metric;
  LabelList labels;
  double value;
};

std::string Describe(const Raw& raw) {
  return Cut(fmt::format("{}{{{}}}", raw.metric, ToText(raw.labels)), 200);
}

bool IsTime(Fact fact) {
  return fact == Fact::kTimestamp || fact == Fact::kStart || fact == Fact::kLastSuccess ||
         fact == Fact::kLastFailure || fact == Fact::kRecoveryPoint;
}

class Decoder {
 public:
  Decoder(const Vocabulary& vocabulary, const ReportContext& context)
      : vocabulary_(vocabulary), context_(context), jobs_(context.now, vocabulary.outcomes) {}

  void Keep(const ExpositionSample& sample) {
    const auto found = vocabulary_.metrics.find(sample.name);
    if (found == vocabulary_.metrics.end()) {
      if (unknown_.size() < kMaxUnknown) unknown_.insert(Cut(sample.name, 200));
      return;
    }
    if (raw_.size() == kMaxSamples) {
      too_many_ = true;
      return;
    }
    raw_.push_back({found->second, found->first, Sorted(sample), sample.value});
  }

  Result<Report> Finish() {
    if (too_many_) return Error{ErrorCode::kTooLarge, "more than 100,000 samples about jobs"};
    DropRepeated();
    DropSuperseded();
    for (const Raw& raw : raw_)
      if (raw.fact == Fact::kPushed || raw.fact == Fact::kRefused) Note(raw, AddPush(raw));
    for (const Raw& raw : raw_)
      if (raw.fact != Fact::kPushed && raw.fact != Fact::kRefused) Note(raw, Add(raw));
    Report report{.jobs = jobs_.Finish(complaints_), .buckets = buckets_.Finish()};
    for (Error& refusal : pushes_.Refusals()) complaints_.push_back(std::move(refusal));
    if (complaints_.size() > kMaxComplaints) complaints_.resize(kMaxComplaints);
    report.complaints = std::move(complaints_);
    report.unknown = std::move(unknown_);
    return report;
  }

 private:
  void Note(const Raw& raw, Status status) {
    if (!status.ok() && complaints_.size() < kMaxComplaints)
      complaints_.push_back(std::move(status).error().In(Describe(raw)));
  }

  // The same series twice is against the format: sums would count it twice. Of outcomes both are kept.
  void DropRepeated() {
    std::set<std::pair<std::string, LabelList>> seen;
    std::erase_if(raw_, [&](const Raw& raw) {
      if (seen.emplace(raw.metric, raw.labels).second) return false;
      Note(raw, Error{ErrorCode::kMalformed, "appears twice"});
      return raw.fact != Fact::kSuccess;
    });
  }

  // The labels that tell a part, and those that do not.
  std::pair<LabelList, LabelList> Split(const LabelList& labels) const {
    std::pair<LabelList, LabelList> split;
    for (const auto& label : labels)
      (vocabulary_.not_parts.contains(label.first) ? split.second : split.first).push_back(label);
    return split;
  }

  // A tool that is updated starts a new series, and the old one stays on show: the newest time tells which.
  void DropSuperseded() {
    std::map<LabelList, std::map<LabelList, std::optional<Time>>> newest;
    for (const Raw& raw : raw_) {
      const auto [part, rest] = Split(raw.labels);
      if (rest.empty() || !IsTime(raw.fact)) continue;
      const Result<std::optional<Time>> time = ToTimeOrNever(raw.value, context_.now);
      if (time.ok()) KeepMore(newest[part][rest], *time);
    }
    const auto superseded = [&](const Raw& raw) {
      const auto [part, rest] = Split(raw.labels);
      const auto versions = newest.find(part);
      if (rest.empty() || versions == newest.end()) return false;
      const auto own = versions->second.find(rest);
      if (own == versions->second.end()) return false;
      return std::ranges::any_of(versions->second,
                                 [&](const auto& other) { return other.second > own->second; });
    };
    std::erase_if(raw_, superseded);
    for (Raw& raw : raw_)
      if (auto [part, rest] = Split(raw.labels); newest.contains(part) && newest[part].contains(rest))
        raw.labels = std::move(part);
  }

  // 0 is what a Pushgateway shows for "never".
  Status AddPush(const Raw& raw) {
    LASTGOOD_ASSIGN(const std::optional<Time> time, ToTimeOrNever(raw.value, context_.now));
    if (!time) return Ok();
    if (raw.fact == Fact::kPushed) return pushes_.AddPush(raw.labels, *time);
    pushes_.AddRefusal(raw.labels, *time);
    return Ok();
  }

  Status Add(const Raw& raw) {
    Sample sample{.fact = raw.fact, .metric = raw.metric, .value = raw.value};
    sample.place.job = ToValidUtf8(context_.fallback_job);
    for (const auto& [name, value] : raw.labels) {
      if (name == context_.job_label)
        sample.place.job = value;
      else if (name == kInstance)
        sample.place.instance = value;
      else
        sample.labels.emplace_back(name, value);
    }
    sample.written = pushes_.Of(raw.labels);
    if (!sample.written) sample.written = context_.written;
    const bool bucket =
        raw.fact == Fact::kBucketSize || raw.fact == Fact::kBucketObjects || raw.fact == Fact::kBucketLimit;
    if (!bucket) return jobs_.Add(sample);
    // An outcome that stays on show says nothing of today; what a bucket holds is said of this moment.
    if (!sample.written && context_.live) sample.written = context_.now;
    return buckets_.Add(sample);
  }

  const Vocabulary& vocabulary_;
  const ReportContext& context_;
  std::vector<Raw> raw_;
  std::set<std::string> unknown_;
  bool too_many_ = false;
  PushTimes pushes_;
  JobReader jobs_;
  BucketReader buckets_;
  std::vector<Error> complaints_;
};

}  // namespace

Result<Report> DecodeReport(std::string_view text, const Vocabulary& vocabulary,
                            const ReportContext& context) {
  Decoder decoder(vocabulary, context);
  ExpositionOutcome outcome =
      ReadExposition(text, [&](const ExpositionSample& sample) { decoder.Keep(sample); });
  if (outcome.first_error) return std::move(*outcome.first_error);
  if (!text.empty() && !text.ends_with('\n'))
    return Error{ErrorCode::kTruncated, "its last line has no newline: it is cut short, or being written"};
  return decoder.Finish();
}

}  // namespace lastgood::jobs
