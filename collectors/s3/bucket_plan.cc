#include "collectors/s3/bucket_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/s3/bucket_config.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxPrefixes = 1000;

void CheckPrefixes(ConfigReader& reader, const std::vector<std::string>& prefixes) {
  if (prefixes.size() > kMaxPrefixes)
    return reader.Complain("prefixes", fmt::format("at most {} are possible", kMaxPrefixes));
  std::vector<std::string> sorted = prefixes;
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i].empty())
      return reader.Complain("prefixes", "the whole bucket is always counted: leave out \"\"");
    // Sorted, what starts with another follows it.
    if (i > 0 && sorted[i].starts_with(sorted[i - 1]))
      return reader.Complain("prefixes", fmt::format("\"{}\" and \"{}\" overlap: bytes would count twice",
                                                     sorted[i - 1], sorted[i]));
  }
}

Duration ReadLength(ConfigReader& reader, const char* key, Duration least, Duration otherwise) {
  const Duration length = reader.Length(key).value_or(otherwise);
  if (length < least) reader.Complain(key, fmt::format("expected at least {} s", least.count() / 1000));
  return length;
}

}  // namespace

BucketPlan ReadBucketPlan(const std::string& name, ConfigReader& reader) {
  BucketPlan plan{.name = name,
                  .bucket = ReadBucketConfig(reader),
                  .prefixes = reader.Strings("prefixes"),
                  .limit = reader.Size("limit")};
  CheckPrefixes(reader, plan.prefixes);
  plan.interval = ReadLength(reader, "interval", std::chrono::seconds(1), plan.interval);
  plan.timeout = ReadLength(reader, "timeout", std::chrono::seconds(1), plan.timeout);
  return plan;
}

}  // namespace lastgood
