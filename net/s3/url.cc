#include "net/s3/url.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cctype>
#include <memory>

#include "base/time.h"

namespace lastgood {
namespace {

using CurlUrl = std::unique_ptr<CURLU, void (*)(CURLU*)>;

// "" when the URL has no such part.
std::string Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return "";
  std::string result(text);
  curl_free(text);
  return result;
}

Error BadEndpoint(std::string_view url, std::string_view found) {
  return {ErrorCode::kConfig,
          fmt::format("expected a URL like https://host:port, found \"{}\": {}", Cut(url, 200), found)};
}

std::string WithoutDefaultPort(const std::string& scheme, std::string port) {
  if ((scheme == "https" && port == "443") || (scheme == "http" && port == "80")) return "";
  return port;
}

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

Result<Endpoint> ParseEndpoint(std::string_view url) {
  const CurlUrl handle(curl_url(), curl_url_cleanup);
  if (curl_url_set(handle.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK)
    return BadEndpoint(url, "it cannot be read as a URL");
  // The text may hold a password: say nothing of it.
  if (!Part(handle.get(), CURLUPART_USER).empty() || !Part(handle.get(), CURLUPART_PASSWORD).empty())
    return Error{ErrorCode::kConfig, "expected a URL without user and password: use `credentials`"};
  Endpoint result;
  result.scheme = Part(handle.get(), CURLUPART_SCHEME);
  result.host = Part(handle.get(), CURLUPART_HOST);
  for (char& c : result.host) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  result.port = WithoutDefaultPort(result.scheme, Part(handle.get(), CURLUPART_PORT));
  result.path = Part(handle.get(), CURLUPART_PATH);
  while (result.path.ends_with('/')) result.path.pop_back();
  if (result.scheme != "http" && result.scheme != "https") return BadEndpoint(url, "not http or https");
  if (result.host.empty()) return BadEndpoint(url, "no host");
  return result;
}

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
