#include "net/s3/credentials.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/config_reader.h"
#include "net/s3/credentials_file.h"
#include "net/s3/credentials_remote.h"

namespace lastgood {
namespace {

// Fetched anew this long before they expire.
constexpr Duration kBeforeExpiry = std::chrono::minutes(5);
// A Secret is looked at again so soon; while its cluster does not answer, what it held is used so long.
constexpr Duration kSecretRenewal = std::chrono::minutes(5), kSecretLife = std::chrono::hours(24);

using Found = Result<std::optional<ExpiringKeys>>;

Found NotHere() { return std::optional<ExpiringKeys>(); }

std::optional<ExpiringKeys> Lasting(AwsKeys keys) {
  return ExpiringKeys{{std::move(keys), {}}, std::nullopt};
}

KeySource ConfiguredFiles(const CredentialsConfig& config) {
  return {"the files in `credentials`", [config](const Deadline&) -> Found {
            AwsKeys keys;
            LASTGOOD_ASSIGN(keys.access_key, ReadSecretFile(config.access_key_file));
            LASTGOOD_ASSIGN(keys.secret_key, ReadSecretFile(config.secret_key_file));
            if (!config.session_token_file.empty()) {
              LASTGOOD_ASSIGN(keys.session_token, ReadSecretFile(config.session_token_file));
            }
            return Lasting(std::move(keys));
          }};
}

KeySource SecretKeys(const SecretRef& secret, const ReadSecret& read, const Clock& clock) {
  const std::string name = NameOf(secret);
  return {name, [secret, read, &clock, name](const Deadline& deadline) -> Found {
            if (!read)
              return Error{ErrorCode::kConfig,
                           name + ": there is no cluster to read it from: set kubernetes"};
            LASTGOOD_ASSIGN(const SecretData data, read(secret, deadline));
            PlacedKeys keys;
            LASTGOOD_ASSIGN(static_cast<AwsKeys&>(keys), KeysOf(secret, data));
            LASTGOOD_ASSIGN(keys.place, PlaceIn(secret, data));
            const Time now = clock.Wall();
            return std::optional(ExpiringKeys{std::move(keys), now + kSecretLife, now + kSecretRenewal});
          }};
}

KeySource EnvironmentKeys(const Getenv& getenv) {
  return {"AWS_ACCESS_KEY_ID", [getenv](const Deadline&) -> Found {
            const std::string access = getenv("AWS_ACCESS_KEY_ID").value_or("");
            const std::string secret = getenv("AWS_SECRET_ACCESS_KEY").value_or("");
            if (access.empty() || secret.empty()) return NotHere();
            return Lasting({access, secret, getenv("AWS_SESSION_TOKEN").value_or("")});
          }};
}

std::string SharedFilePath(const CredentialsConfig& config, const Getenv& getenv) {
  if (!config.shared_credentials_file.empty()) return config.shared_credentials_file;
  if (const auto path = getenv("AWS_SHARED_CREDENTIALS_FILE"); path && !path->empty()) return *path;
  return getenv("HOME").value_or("") + "/.aws/credentials";
}

// Of one of the two files, when it is there.
Result<std::optional<AwsKeys>> KeysIn(const std::string& path, const std::string& profile,
                                      bool must_be_read) {
  Result<std::string> text = ReadSecretFile(path);
  if (!text.ok() && must_be_read) return std::move(text).error();
  if (!text.ok()) return std::optional<AwsKeys>();
  return DecodeCredentialsFile(*text, profile).In(path);
}

// A profile that the config or AWS_PROFILE names must be there: other keys would be taken for it.
KeySource SharedFile(const CredentialsConfig& config, const Getenv& getenv) {
  const std::string path = SharedFilePath(config, getenv);
  const bool file_named = !config.shared_credentials_file.empty();
  const std::string wanted = config.profile;
  const AwsProfile profile(getenv, wanted);
  const std::string name = fmt::format("profile {} of {}", profile.name(), path);
  return {name, [path, file_named, wanted, getenv, name](const Deadline&) -> Found {
            const AwsProfile now(getenv, wanted);
            LASTGOOD_ASSIGN(std::optional<AwsKeys> keys, KeysIn(path, now.name(), file_named));
            if (!keys && !file_named) {
              LASTGOOD_ASSIGN(keys, KeysIn(now.file(), now.name(), false));
            }
            if (keys) return Lasting(std::move(*keys));
            if (!file_named && !now.named()) return NotHere();
            return Error{
                ErrorCode::kConfig,
                fmt::format("{}{}: not there, or without aws_access_key_id and aws_secret_access_key", name,
                            file_named ? "" : " and of " + now.file())};
          }};
}

std::vector<KeySource> SourcesFor(const CredentialsConfig& config, const KeyEnvironment& environment) {
  if (!config.access_key_file.empty()) return {ConfiguredFiles(config)};
  if (config.secret) return {SecretKeys(*config.secret, config.read_secret, environment.clock)};
  const bool named = !config.profile.empty() || !config.shared_credentials_file.empty();
  if (named) return {SharedFile(config, environment.getenv)};
  return {EnvironmentKeys(environment.getenv), WebIdentityKeys(environment),
          SharedFile(config, environment.getenv), ContainerKeys(environment), InstanceKeys(environment)};
}

// The place is not reached; anything else is its answer, and what it held before does not count.
bool MayPass(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTimeout;
}

bool Same(const AwsKeys& a, const AwsKeys& b) {
  return a.access_key == b.access_key && a.secret_key == b.secret_key && a.session_token == b.session_token;
}

}  // namespace

CredentialChain::CredentialChain(const CredentialsConfig& config, const KeyEnvironment& environment)
    : anonymous_(config.anonymous), clock_(&environment.clock), sources_(SourcesFor(config, environment)) {}

Result<ExpiringKeys> CredentialChain::Find(const Deadline& deadline) const {
  std::string looked;
  for (const KeySource& source : sources_) {
    LASTGOOD_ASSIGN(std::optional<ExpiringKeys> found, source.read(deadline).In("credentials"));
    if (found) return std::move(*found);
    looked += (looked.empty() ? "" : ", ") + source.name;
  }
  return Error{ErrorCode::kConfig,
               fmt::format("no credentials found (looked for {}): set credentials.access_key_file and "
                           "secret_key_file, or `anonymous: true` for a public bucket",
                           looked)};
}

bool CredentialChain::IsFresh() const {
  if (!kept_ || !kept_->expires) return false;
  return clock_->Wall() < kept_->renew.value_or(*kept_->expires - kBeforeExpiry);
}

Result<PlacedKeys> CredentialChain::Get(const Deadline& deadline) {
  const std::lock_guard lock(mutex_);
  if (IsFresh()) return kept_->keys;
  Result<ExpiringKeys> found = Find(deadline);
  if (found.ok()) {
    kept_ = std::move(found).value();
    return kept_->keys;
  }
  // The source fails for a moment, and what we have is good a little longer.
  const bool counts = !kept_ || !kept_->renew || MayPass(found.error());
  if (counts && kept_ && kept_->expires && clock_->Wall() < *kept_->expires) return kept_->keys;
  return std::move(found).error();
}

bool CredentialChain::Renew(const AwsKeys& used, const Deadline& deadline) {
  {
    const std::lock_guard lock(mutex_);
    // Another thread may have renewed them already.
    if (kept_ && Same(kept_->keys, used)) kept_.reset();
  }
  const Result<PlacedKeys> now = Get(deadline);
  return now.ok() && !Same(*now, used);
}

}  // namespace lastgood
