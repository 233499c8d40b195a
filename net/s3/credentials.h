// Keys for S3, found where the tools of AWS find them: files or a Kubernetes Secret named in the config, else
// the environment, a web identity token (STS), the shared credentials file or the config file beside it, a
// container's credentials URI (EKS Pod Identity, ECS), the instance metadata service. Files are read anew for
// every request, so that rotated ones are picked up, a Secret every five minutes and whenever its keys are
// refused; keys that expire are fetched anew before they do. kConfig: none found, or a file that cannot be
// read. No error holds a secret. Get and Renew may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/http/http.h"
#include "net/s3/aws_profile.h"
#include "net/s3/secret_keys.h"
#include "net/s3/sigv4.h"

namespace lastgood {

// credentials: of a bucket in the config.
struct CredentialsConfig {
  bool anonymous = false;
  std::string access_key_file, secret_key_file, session_token_file;
  std::string profile, shared_credentials_file;
  std::optional<SecretRef> secret;
  ReadSecret read_secret;  // set where there is a cluster to read it from
};

// Keys, and what the Secret that holds them says of the bucket.
struct PlacedKeys : AwsKeys {
  SecretPlace place;
};

struct ExpiringKeys {
  PlacedKeys keys;
  std::optional<Time> expires;     // nullopt: read from a file or the environment, never kept
  std::optional<Time> renew = {};  // when to look again; nullopt: shortly before they expire
};

// One place where keys may be. nullopt: nothing there, look further.
struct KeySource {
  std::string name;  // for errors: "the shared credentials file ~/.aws/credentials"
  std::function<Result<std::optional<ExpiringKeys>>(const Deadline&)> read;
};

// What the sources need; the references must outlive them.
struct KeyEnvironment {
  HttpClient& http;
  const Clock& clock;
  Getenv getenv;
  std::string region;        // chooses the STS endpoint
  AwsEndpoint sts = {};      // where STS is told to be
  std::string ca_file = {};  // trusted instead of the system's authorities
};

class CredentialChain {
 public:
  CredentialChain(const CredentialsConfig& config, const KeyEnvironment& environment);

  bool anonymous() const { return anonymous_; }
  // The keys to sign with. Without `anonymous` only.
  Result<PlacedKeys> Get(const Deadline& deadline);
  // After the server refused `used`: forgets what is kept. True when Get now gives other keys.
  bool Renew(const AwsKeys& used, const Deadline& deadline);

 private:
  Result<ExpiringKeys> Find(const Deadline& deadline) const;
  bool IsFresh() const;

  bool anonymous_ = false;
  const Clock* clock_;
  std::vector<KeySource> sources_;
  std::mutex mutex_;
  std::optional<ExpiringKeys> kept_;
};

}  // namespace lastgood
