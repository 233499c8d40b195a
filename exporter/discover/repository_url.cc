#include "exporter/discover/repository_url.h"

#include "base/text.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

std::string Value(const SecretData& data, const std::string& key) {
  const auto found = data.find(key);
  return found == data.end() ? "" : std::string(Trim(found->second));
}

bool IsAmazon(std::string_view host) { return host.ends_with("amazonaws.com"); }

}  // namespace

std::optional<RepositoryUrl> ResticUrl(std::string_view repository) {
  constexpr std::string_view kScheme = "s3:";
  if (!repository.starts_with(kScheme)) return std::nullopt;
  std::string rest(repository.substr(kScheme.size()));
  if (rest.starts_with("//")) rest = "https:" + rest;
  if (rest.find("://") == std::string::npos) rest = "https://" + rest;
  const std::size_t host = rest.find("://") + 3;
  const std::size_t slash = rest.find('/', host);
  if (slash == std::string::npos || slash + 1 == rest.size()) return std::nullopt;
  // With a password in it, it is none.
  const Result<Endpoint> endpoint = ParseEndpoint(rest.substr(0, slash));
  if (!endpoint.ok()) return std::nullopt;
  return RepositoryUrl{"s3://" + rest.substr(slash + 1),
                       IsAmazon(endpoint->host) ? "" : rest.substr(0, slash)};
}

std::optional<RepositoryUrl> RepositoryUrlOf(std::string_view mover, const SecretData& data) {
  if (mover == "restic") return ResticUrl(Value(data, "RESTIC_REPOSITORY"));
  const std::string repository = Value(data, "KOPIA_REPOSITORY");
  if (!repository.starts_with("s3://")) return std::nullopt;
  std::string endpoint = Value(data, "KOPIA_S3_ENDPOINT");
  if (endpoint.empty()) endpoint = Value(data, "AWS_S3_ENDPOINT");
  if (!endpoint.empty() && endpoint.find("://") == std::string::npos) endpoint = "https://" + endpoint;
  return RepositoryUrl{repository, endpoint};
}

}  // namespace lastgood
