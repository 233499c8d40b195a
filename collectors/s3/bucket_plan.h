// One entry of `buckets:` as the collector runs it. A value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/config_reader.h"
#include "net/s3/bucket.h"
#include "net/s3/bucket_config.h"

namespace lastgood {

struct BucketPlan {
  std::string name;  // its key in the config
  BucketConfig bucket;
  std::vector<std::string> prefixes;  // do not overlap
  std::optional<std::uint64_t> limit;
  std::size_t connections = 8;
  Duration interval = std::chrono::hours(1);
  Duration timeout = std::chrono::minutes(30);
};

// The next pass starts no sooner than this many times the duration of the last one: listing costs the server.
inline constexpr int kBucketRestFactor = 10;

// Mistakes are complained about to the reader.
BucketPlan ReadBucketPlan(const std::string& name, ConfigReader& reader, const Getenv& getenv,
                          const ReadSecret& read_secret);

}  // namespace lastgood
