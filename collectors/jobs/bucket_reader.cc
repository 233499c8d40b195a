#include "collectors/jobs/bucket_reader.h"

#include "collectors/jobs/values.h"

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxPrefixes = 10'000;  // of all buckets

}  // namespace

Status BucketReader::Add(const Sample& sample) {
  LASTGOOD_ASSIGN(const std::uint64_t count, ToCount(sample.value));
  const std::string label = sample.Label("bucket");
  const std::string& name = label.empty() ? sample.place.job : label;
  if (prefixes_ == kMaxPrefixes)
    return Error{ErrorCode::kTooLarge, "more than 10,000 prefixes: this one is not shown"};
  BucketReport& bucket = buckets_[name];
  bucket.bucket = name;
  KeepLess(bucket.listed, sample.written);
  if (sample.fact == Fact::kBucketLimit) {
    KeepLess(bucket.limit, std::optional(count));
    return Ok();
  }
  const auto [found, added] = bucket.prefixes.try_emplace(sample.Label("prefix"));
  if (added) ++prefixes_;
  KeepMore(sample.fact == Fact::kBucketSize ? found->second.bytes : found->second.objects,
           std::optional(count));
  return Ok();
}

std::vector<BucketReport> BucketReader::Finish() {
  std::vector<BucketReport> reports;
  reports.reserve(buckets_.size());
  for (auto& [name, bucket] : buckets_) reports.push_back(std::move(bucket));
  return reports;
}

void Merge(const BucketReport& other, BucketReport& report) {
  for (const auto& [name, prefix] : other.prefixes) {
    KeepMore(report.prefixes[name].bytes, prefix.bytes);
    KeepMore(report.prefixes[name].objects, prefix.objects);
  }
  KeepLess(report.limit, other.limit);
  KeepLess(report.listed, other.listed);
}

}  // namespace lastgood::jobs
