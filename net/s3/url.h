// Where a bucket is: endpoints, s3:// URLs, and the host and path of requests in path style
// (host/bucket/key) or virtual-hosted style (bucket.host/key). Pure values; kConfig says what is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

struct S3Location {
  std::string bucket;
  std::string base;  // "" or "backups/": keys are relative to it
};

// "s3://bucket", "s3://bucket/backups".
Result<S3Location> ParseS3Url(std::string_view url);

// Where requests go: "https://" + host, then path + "/" + key.
struct S3Address {
  std::string scheme, host;  // the host as the Host header says it
  std::string path;          // "" or "/bucket", "/s3/bucket"
};

// No endpoint is Amazon's for the region. No path_style: path style with an endpoint, and for names with dots
// (no certificate covers them as host names).
Result<S3Address> AddressOf(const S3Location& location, std::string_view endpoint, std::string_view region,
                            std::optional<bool> path_style);

}  // namespace lastgood
