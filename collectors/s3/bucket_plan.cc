#include "collectors/s3/bucket_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/s3/bucket_config.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxPrefixes = 1000;
constexpr std::int64_t kMostConnections = 64;

void CheckPrefixes(ConfigReader& reader, const std::vector<std::string>& prefixes) {
  if (prefixes.size() > kMaxPrefixes)
    return reader.Complain("prefixes", fmt::format("at most {} are possible", kMaxPrefixes));
  std::vector<std::string> sorted = prefixes;
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i].empty())
      return reader.Complain("prefixes", "the whole bucket is always counted: leave out \"\"");
    if (sorted[i].starts_with('/'))
      return reader.Complain("prefixes",
                             fmt::format("no key begins with '/': write \"{}\" without it", sorted[i]));
    // Sorted, what starts with another follows it.
    if (i > 0 && sorted[i].starts_with(sorted[i - 1]))
      return reader.Complain("prefixes", fmt::format("\"{}\" and \"{}\" overlap: bytes would count twice",
                                                     sorted[i - 1], sorted[i]));
  }
}

// "20" may be meant as gigabytes: bytes are asked for by name.
std::optional<std::uint64_t> ReadLimit(ConfigReader& reader) {
  const std::optional<std::uint64_t> limit = reader.Size("limit");
  const std::string text = limit ? reader.String("limit").value_or("") : "";
  if (limit > 0 && text.find_first_not_of("0123456789. ") == std::string::npos)
    reader.Complain("limit", fmt::format("expected a size with a unit, as in {0}GiB ({0}B is bytes)", text));
  return limit;
}

Duration ReadLength(ConfigReader& reader, const char* key, Duration least, Duration otherwise) {
  const Duration length = reader.Length(key).value_or(otherwise);
  if (length < least) reader.Complain(key, fmt::format("expected at least {} s", least.count() / 1000));
  return length;
}

}  // namespace

BucketPlan ReadBucketPlan(const std::string& name, ConfigReader& reader, const Getenv& getenv,
                          const ReadSecret& read_secret) {
  BucketPlan plan{.name = name,
                  .bucket = ReadBucketConfig(reader, getenv, read_secret),
                  .prefixes = reader.Strings("prefixes"),
                  .limit = ReadLimit(reader)};
  CheckPrefixes(reader, plan.prefixes);
  if (reader.Has("connections") && plan.bucket.url.starts_with("file://"))
    reader.Complain("connections", "of no use with a file:// URL");
  plan.connections = static_cast<std::size_t>(reader.Int("connections", 1, kMostConnections).value_or(8));
  plan.interval = ReadLength(reader, "interval", std::chrono::seconds(1), plan.interval);
  plan.timeout = ReadLength(reader, "timeout", std::chrono::seconds(1), plan.timeout);
  return plan;
}

}  // namespace lastgood
