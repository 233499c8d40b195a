#include "base/destination.h"

#include "base/text.h"

namespace lastgood {
namespace {

constexpr std::string_view kAfterScheme = "://";

// "s3://b" and "/mnt" name a bucket or a file system, not the beginning of keys.
bool HasPath(std::string_view plain) {
  const std::size_t scheme = plain.find(kAfterScheme);
  return plain.find('/', scheme == std::string_view::npos ? 0 : scheme + kAfterScheme.size()) !=
         std::string_view::npos;
}

}  // namespace

std::string PlainDestination(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  const std::size_t scheme = url.find(kAfterScheme);
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t host = scheme + kAfterScheme.size();
  const std::size_t path = std::min(url.find('/', host), url.size());
  std::string plain = Lower(url.substr(0, scheme));
  std::string authority(url.substr(host, path - host));
  // Also of "s3:https://host/bucket", as restic writes it.
  if (plain.ends_with("http") || plain.ends_with("https")) {
    const std::string_view port = plain.ends_with("https") ? ":443" : ":80";
    authority = Lower(authority);
    if (authority.ends_with(port)) authority.resize(authority.size() - port.size());
  }
  return plain.append(kAfterScheme).append(authority).append(url.substr(path));
}

bool IsSameDestination(std::string_view a, std::string_view b) {
  return a == b || PlainDestination(a) == PlainDestination(b);
}

bool IsSameService(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  return a.has_value() == b.has_value() && (!a || IsSameDestination(*a, *b));
}

bool LiesUnder(std::string_view url, std::string_view prefix) {
  std::string outer = PlainDestination(prefix);
  if (prefix.ends_with('/') || !HasPath(outer)) outer += '/';
  return (PlainDestination(url) + '/').starts_with(outer);
}

}  // namespace lastgood
