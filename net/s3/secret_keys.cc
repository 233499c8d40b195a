#include "net/s3/secret_keys.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "net/http/endpoint.h"
#include "net/s3/credentials_file.h"

namespace lastgood {
namespace {

struct Scheme {
  const char *access_key, *secret_key, *session_token;
};

// Longhorn's, restic's and AWS' own; CloudNativePG's documents'; what many charts and GitOps repositories
// write.
constexpr Scheme kSchemes[] = {
    {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"},
    {"ACCESS_KEY_ID", "ACCESS_SECRET_KEY", "ACCESS_SESSION_TOKEN"},
    {"ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"},
    {"S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_SESSION_TOKEN"},
    {"access-key-id", "secret-access-key", "session-token"},
    {"accessKey", "secretKey", "sessionToken"},
};

// Velero's: a file as AWS' tools write it (https://github.com/vmware-tanzu/velero-plugin-for-aws).
constexpr const char* kVeleroFile = "cloud";

std::string Value(const SecretData& data, const std::string& key) {
  const auto found = data.find(key);
  return found == data.end() ? "" : std::string(Trim(found->second));
}

// The first that is there.
std::string FirstOf(const SecretData& data, std::initializer_list<const char*> keys) {
  for (const char* key : keys)
    if (std::string value = Value(data, key); !value.empty()) return value;
  return "";
}

std::string KeysThere(const SecretData& data) {
  std::string keys;
  for (const auto& [key, value] : data) keys += (keys.empty() ? "" : ", ") + Cut(key);
  return keys.empty() ? "nothing" : keys;
}

Result<AwsKeys> NamedKeys(const SecretRef& secret, const SecretData& data) {
  AwsKeys keys{Value(data, secret.access_key), Value(data, secret.secret_key),
               Value(data, secret.session_token)};
  const std::string& missing = keys.access_key.empty() ? secret.access_key : secret.secret_key;
  if (!keys.access_key.empty() && !keys.secret_key.empty()) return keys;
  return Error{ErrorCode::kConfig,
               fmt::format("{}: expected a key {}, found {}", NameOf(secret), Cut(missing), KeysThere(data))};
}

Result<AwsKeys> FileKeys(const SecretRef& secret, const SecretData& data) {
  const std::string where = NameOf(secret);
  const auto file = data.find(secret.file);
  if (file == data.end())
    return Error{ErrorCode::kConfig,
                 fmt::format("{}: expected a key {}, found {}", where, Cut(secret.file), KeysThere(data))};
  LASTGOOD_ASSIGN(std::optional<AwsKeys> keys, DecodeCredentialsFile(file->second, "default").In(where));
  if (keys) return *std::move(keys);
  return Error{ErrorCode::kConfig, fmt::format("{}: {}: expected [default] with aws_access_key_id and "
                                               "aws_secret_access_key",
                                               where, Cut(secret.file))};
}

}  // namespace

std::string NameOf(const SecretRef& secret) {
  return fmt::format("Secret {}/{}", secret.namespace_, secret.name);
}

Result<AwsKeys> KeysOf(const SecretRef& secret, const SecretData& data) {
  if (!secret.access_key.empty()) return NamedKeys(secret, data);
  if (!secret.file.empty()) return FileKeys(secret, data);
  for (const Scheme& scheme : kSchemes) {
    AwsKeys keys{Value(data, scheme.access_key), Value(data, scheme.secret_key),
                 Value(data, scheme.session_token)};
    if (!keys.access_key.empty() && !keys.secret_key.empty()) return keys;
  }
  if (data.contains(kVeleroFile)) {
    SecretRef velero = secret;
    velero.file = kVeleroFile;
    return FileKeys(velero, data);
  }
  return Error{ErrorCode::kConfig,
               fmt::format("{}: expected keys as AWS, CloudNativePG, Longhorn or Velero name them "
                           "(AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ...), found {}: name yours in "
                           "credentials.secret.access_key and secret_key",
                           NameOf(secret), KeysThere(data))};
}

// https://longhorn.io/docs/latest/snapshots-and-backups/backup-and-restore/set-backup-target/
Result<SecretPlace> PlaceIn(const SecretRef& secret, const SecretData& data) {
  SecretPlace place{.endpoint = FirstOf(data, {"AWS_ENDPOINTS", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL",
                                               "S3_ENDPOINT", "S3_ENDPOINT_URL", "ENDPOINT_URL"}),
                    .region = FirstOf(data, {"AWS_REGION", "AWS_DEFAULT_REGION", "S3_REGION", "REGION"}),
                    .ca_pem = FirstOf(data, {"AWS_CERT"})};
  if (place.endpoint.empty()) return place;
  // Written without a scheme as often as with one.
  if (place.endpoint.find("://") == std::string::npos) place.endpoint.insert(0, "https://");
  LASTGOOD_RETURN_IF_ERROR(ParseEndpoint(place.endpoint).In(NameOf(secret) + ": its endpoint"));
  return place;
}

}  // namespace lastgood
