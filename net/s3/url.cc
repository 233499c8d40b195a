#include "net/s3/url.h"

#include <fmt/format.h>

#include <cctype>

#include "base/time.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

bool IsBucketName(std::string_view name) {
  if (name.size() < 3 || name.size() > 255) return false;
  for (const unsigned char c : name)
    if (std::isalnum(c) == 0 && c != '-' && c != '.' && c != '_') return false;
  return name != "..";
}

Endpoint AmazonEndpoint(std::string_view region) {
  const std::string_view domain = region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return {"https", fmt::format("s3.{}.{}", region, domain), "", ""};
}

}  // namespace

Result<S3Location> ParseS3Url(std::string_view url) {
  constexpr std::string_view kScheme = "s3://";
  if (!url.starts_with(kScheme))
    return Error{ErrorCode::kConfig,
                 fmt::format("expected s3://bucket or s3://bucket/folder, found \"{}\"", Cut(url, 200))};
  const std::string_view rest = url.substr(kScheme.size());
  const std::size_t slash = rest.find('/');
  S3Location location{std::string(rest.substr(0, slash)), ""};
  if (!IsBucketName(location.bucket))
    return Error{
        ErrorCode::kConfig,
        fmt::format("\"{}\" is no name of a bucket (letters, digits, '-', '.', '_')", Cut(location.bucket))};
  if (slash != std::string_view::npos) location.base = rest.substr(slash + 1);
  while (location.base.ends_with('/')) location.base.pop_back();
  if (!location.base.empty()) location.base += '/';
  return location;
}

Result<S3Address> AddressOf(const S3Location& location, std::string_view endpoint, std::string_view region,
                            std::optional<bool> path_style) {
  Endpoint at = AmazonEndpoint(region);
  if (!endpoint.empty()) {
    LASTGOOD_ASSIGN(at, ParseEndpoint(endpoint).In("endpoint"));
  }
  const bool dotted = location.bucket.find('.') != std::string::npos;
  if (path_style.value_or(!endpoint.empty() || dotted))
    return S3Address{at.scheme, at.HostHeader(), at.path + "/" + location.bucket};
  return S3Address{at.scheme, location.bucket + "." + at.HostHeader(), at.path};
}

}  // namespace lastgood
