// Keys of a bucket that lie in a Kubernetes Secret, and what else it tells of the bucket, under the names
// that CloudNativePG, Longhorn, Velero and what is built on them give them. Who reads the Secret is left to
// the caller. No error holds a value. Pure.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "net/s3/sigv4.h"

namespace lastgood {

// credentials.secret: of a bucket in the config.
struct SecretRef {
  std::string namespace_, name;
  std::string access_key, secret_key, session_token;  // keys of its data; "" are the usual ones
  std::string file = {};  // the key of its data that is a credentials file as AWS' tools write it
};

// "Secret shop/s3-keys", for messages.
std::string NameOf(const SecretRef& secret);

// The data of a Secret, decoded.
using SecretData = std::map<std::string, std::string>;

// kNotFound: there is no such Secret; kForbidden says which right is missing. Called from any thread.
using ReadSecret = std::function<Result<SecretData>(const SecretRef& secret, const Deadline& deadline)>;

// kConfig names the keys that are there and those that were looked for.
Result<AwsKeys> KeysOf(const SecretRef& secret, const SecretData& data);

// Where a Secret says that the bucket is, and by whom its server is vouched for; "" where it says nothing.
struct SecretPlace {
  std::string endpoint, region;
  std::string ca_pem;  // certificates
};

// Longhorn's AWS_ENDPOINTS and AWS_CERT, S3_ENDPOINT, S3_REGION and the like. kConfig: the endpoint is no
// URL.
Result<SecretPlace> PlaceIn(const SecretRef& secret, const SecretData& data);

}  // namespace lastgood
