#include "net/s3/bucket_config.h"

#include <fmt/format.h>

#include "base/destination.h"
#include "base/dns_name.h"
#include "net/http/endpoint.h"
#include "net/s3/bucket.h"

namespace lastgood {
namespace {

std::optional<SecretRef> ReadSecretRef(ConfigReader& credentials) {
  std::optional<ConfigReader> section = credentials.Map("secret");
  if (!section) return std::nullopt;
  SecretRef secret{.namespace_ = section->String("namespace").value_or(""),
                   .name = section->String("name").value_or(""),
                   .access_key = section->String("access_key").value_or(""),
                   .secret_key = section->String("secret_key").value_or(""),
                   .session_token = section->String("session_token").value_or(""),
                   .file = section->String("file").value_or("")};
  for (const auto& [key, value] : {std::pair("namespace", secret.namespace_), {"name", secret.name}})
    if (!IsDnsName(value))
      section->Complain(section->Has(key) ? key : "", fmt::format("expected the {} of a Secret", key));
  if (secret.access_key.empty() != secret.secret_key.empty())
    section->Complain("", "access_key and secret_key, the keys of the Secret's data, go together");
  if (!secret.access_key.empty() && !secret.file.empty())
    section->Complain("file", "either a credentials file, or access_key and secret_key");
  if (secret.access_key.empty() && !secret.session_token.empty())
    section->Complain("session_token", "needs access_key and secret_key");
  return secret;
}

void ReadCredentials(ConfigReader& reader, CredentialsConfig& config) {
  std::optional<ConfigReader> section = reader.Map("credentials");
  if (!section) return;
  config.access_key_file = section->Path("access_key_file").value_or("");
  config.secret_key_file = section->Path("secret_key_file").value_or("");
  config.session_token_file = section->Path("session_token_file").value_or("");
  config.profile = section->String("profile").value_or("");
  config.shared_credentials_file = section->Path("shared_credentials_file").value_or("");
  config.secret = ReadSecretRef(*section);
  const bool files = !config.access_key_file.empty();
  if (config.secret && section->Keys().size() > 1)
    return section->Complain("", "credentials: either a Secret, or files and profiles");
  if (files != !config.secret_key_file.empty())
    section->Complain("", "credentials: access_key_file and secret_key_file go together");
  if (files && (!config.profile.empty() || !config.shared_credentials_file.empty()))
    section->Complain("", "credentials: either the two key files, or a profile of a shared file");
  if (!files && !config.session_token_file.empty())
    section->Complain("session_token_file", "needs access_key_file and secret_key_file");
  if (config.anonymous) section->Complain("", "credentials: of no use with `anonymous: true`");
}

void CheckUrl(ConfigReader& reader, const BucketConfig& config) {
  if (config.url.empty()) {
    if (!reader.Has("url")) reader.Complain("", "url is missing: s3://bucket or file:///folder");
    return;
  }
  const bool folder = config.url.starts_with("file://");
  if (!folder && !config.url.starts_with("s3://"))
    return reader.Complain("url", "expected s3://bucket or file:///folder");
  if (folder) {
    for (const char* key :
         {"endpoint", "region", "path_style", "ca_file", "insecure_skip_verify", "anonymous", "credentials"})
      if (reader.Has(key)) reader.Complain(key, "of no use with a file:// URL");
    return;
  }
  const Result<S3Location> location = ParseS3Url(config.url);
  if (!location.ok()) return reader.Complain("url", location.error().message);
  if (config.endpoint.empty()) return;
  const Result<Endpoint> endpoint = ParseEndpoint(config.endpoint);
  if (!endpoint.ok()) reader.Complain("endpoint", endpoint.error().message);
}

// Which endpoint it is, is known once the Secret was read.
bool IsToldBySecret(const BucketConfig& config) {
  return config.credentials.secret && config.left_open.endpoint;
}

}  // namespace

std::optional<std::string> EndpointOf(const BucketConfig& config) {
  if (!config.url.starts_with("s3://") || IsToldBySecret(config)) return std::nullopt;
  return config.endpoint;
}

std::string PlaceOf(const BucketConfig& config) {
  return PlainDestination(config.url) + "/ at " +
         (IsToldBySecret(config) ? NameOf(*config.credentials.secret) : PlainDestination(config.endpoint));
}

Result<BucketConfig> WithEnvironment(BucketConfig config, const Getenv& getenv) {
  if (!config.url.starts_with("s3://")) return config;
  const AwsProfile profile(getenv, config.credentials.profile);
  LeftOpen& open = config.left_open;
  open.endpoint = open.endpoint || config.endpoint.empty();
  open.region = open.region || config.region.empty();
  open.authorities = open.authorities || config.tls.ca_file.empty();
  if (config.region.empty()) config.region = profile.Region();
  if (config.tls.ca_file.empty()) config.tls.ca_file = profile.CaBundle();
  if (!config.endpoint.empty()) return config;
  const AwsEndpoint endpoint = profile.EndpointOf("s3");
  if (endpoint.url.empty()) return config;
  LASTGOOD_RETURN_IF_ERROR(ParseEndpoint(endpoint.url).In(endpoint.told_by));
  config.endpoint = endpoint.url;
  return config;
}

BucketConfig ReadBucketConfig(ConfigReader& reader, const Getenv& getenv, const ReadSecret& read_secret) {
  BucketConfig config;
  config.settings = reader.Text();
  config.url = reader.String("url").value_or("");
  config.endpoint = reader.String("endpoint").value_or("");
  config.region = reader.String("region").value_or("");
  config.path_style = reader.Bool("path_style");
  config.tls.ca_file = reader.Path("ca_file").value_or("");
  config.tls.insecure_skip_verify = reader.Bool("insecure_skip_verify").value_or(false);
  config.credentials.anonymous = reader.Bool("anonymous").value_or(false);
  ReadCredentials(reader, config.credentials);
  config.credentials.read_secret = read_secret;
  if (config.credentials.secret && !read_secret)
    reader.Complain("credentials", "secret: expected a cluster to read it from: set kubernetes");
  CheckUrl(reader, config);
  Result<BucketConfig> whole = WithEnvironment(config, getenv);
  if (whole.ok()) return *std::move(whole);
  reader.Complain("", whole.error().message);
  return config;
}

}  // namespace lastgood
