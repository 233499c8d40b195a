// Requests to one bucket: addressed (by its Secret, where the config leaves that to it), signed anew for
// every attempt, tried again with jittered back-off while that may help, and once more when the server
// refused keys that have meanwhile been replaced. An answer is either a success or explained. `http` and
// `clock` must outlive the client; all methods may be called from any thread.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/coding.h"
#include "net/http/http.h"
#include "net/http/retry.h"
#include "net/s3/bucket_config.h"
#include "net/s3/credentials.h"
#include "net/s3/error.h"
#include "net/s3/sigv4.h"
#include "net/s3/url.h"

namespace lastgood {

struct S3Settings {
  S3Location location;
  std::string endpoint, region;  // "" are Amazon's own
  std::optional<bool> path_style;
  TlsOptions tls;
  LeftOpen left_open;
  CredentialsConfig credentials;
  Duration request_timeout = std::chrono::seconds(30);
  RetryPolicy retry;
};

struct S3Call {
  std::string what;  // for errors: "listing s3://backups, page 3"
  std::string key;   // whole, the bucket's base included; "" is the bucket
  NameValues query;
  NameValues headers;
  std::size_t max_body = 8 * 1024 * 1024;
  bool object = false;     // the answer is an object's content, which may be anything
  std::string right = {};  // that it needs, for the words: "s3:ListBucket"
  std::string hint = {};   // what else to try when it is denied
};

// What the server answered, if it answered. `error` tells why it is no success.
struct S3Answer {
  HttpResponse response;
  S3Error code;  // of the body, when it is no success
  std::optional<Error> error;
};

class S3Client {
 public:
  S3Client(S3Settings settings, HttpClient& http, const Clock& clock, const Getenv& getenv);

  // An Error: no answer came, or there are no keys. `read` may look into a success (and move its body out); a
  // kTruncated from it is tried again, and any error of it becomes the answer's.
  using Read = std::function<Status(HttpResponse&)>;
  Result<S3Answer> Ask(const S3Call& call, const Deadline& deadline, const Read& read = {});
  // The same, when only a success is of use.
  Status Get(const S3Call& call, const Deadline& deadline, const Read& read);

  // Attempts since the client was made.
  std::uint64_t requests() const { return requests_.load(); }
  const S3Settings& settings() const { return settings_; }
  const Clock& clock() const { return clock_; }

 private:
  // Where requests go and what they trust.
  struct Way {
    S3Address address;
    std::string region;
    TlsOptions tls;
  };
  Attempt<S3Answer> Try(const S3Call& call, const Deadline& deadline, const Read& read, bool& renewed);
  void Judge(const S3Call& call, const std::string& region, const std::string& canonical,
             S3Answer& answer) const;
  HttpRequest Prepare(const S3Call& call, const Way& way, const AwsKeys& keys, const Deadline& deadline,
                      std::string& canonical) const;
  Result<Way> WayBy(const SecretPlace& secret) const;

  const S3Settings settings_;
  HttpClient& http_;
  const Clock& clock_;
  CredentialChain credentials_;
  std::atomic<std::uint64_t> requests_{0};
};

}  // namespace lastgood
