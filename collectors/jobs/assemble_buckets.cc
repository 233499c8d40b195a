#include "collectors/jobs/assemble_buckets.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::jobs {
namespace {

// Prefixes within others count once. What lies under none of them is not known to the job either.
std::optional<std::uint64_t> UsedBytes(const BucketReport& report) {
  std::optional<std::uint64_t> sum;
  const std::string* last = nullptr;
  for (const auto& [prefix, usage] : report.prefixes) {
    if (last != nullptr && prefix.starts_with(*last)) continue;
    if (!usage.bytes) return std::nullopt;
    sum = sum.value_or(0) + *usage.bytes;
    last = &prefix;
  }
  return sum;
}

BucketFacts MakeBucket(const JobsPlan& plan, const Readings& readings, const BucketReport& report,
                       std::vector<Error>& complaints) {
  BucketFacts facts{.limit_bytes = report.limit, .listed = report.listed};
  facts.listing_deadline = report.listed.value_or(readings.since) + plan.bucket_max_age;
  facts.used_bytes = UsedBytes(report);
  for (const auto& [prefix, usage] : report.prefixes)
    if (usage.bytes && usage.objects)
      facts.prefixes.push_back({.prefix = prefix, .current = {*usage.bytes, *usage.objects}});
    else
      complaints.push_back({ErrorCode::kMalformed,
                            fmt::format("bucket {}, prefix \"{}\": has no {}, and so is not shown",
                                        report.bucket, prefix, usage.bytes ? "number of objects" : "size")});
  return facts;
}

}  // namespace

void AddBuckets(const JobsPlan& plan, const Readings& readings, const Facts& former, Assembly& assembly) {
  const auto name_of = [&](const std::string& bucket) {
    return readings.taken.contains("bucket " + bucket) ? plan.name + "/" + bucket : bucket;
  };
  std::map<std::string, BucketReport> reports;
  for (const Source* source : readings.sources)
    for (const BucketReport& report : source->report.buckets) {
      const auto [known, added] = reports.try_emplace(report.bucket, report);
      if (!added) Merge(report, known->second);
    }
  for (const auto& [bucket, report] : reports) {
    assembly.facts.buckets.push_back(MakeBucket(plan, readings, report, assembly.complaints));
    assembly.facts.buckets.back().name = name_of(bucket);
  }
  for (const auto& [bucket, since] : readings.gone_buckets) {
    const auto before = std::ranges::find(former.buckets, name_of(bucket), &BucketFacts::name);
    if (before != former.buckets.end()) assembly.facts.buckets.push_back(*before);
  }
}

}  // namespace lastgood::jobs
