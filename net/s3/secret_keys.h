// Keys of a bucket that lie in a Kubernetes Secret, under the names that CloudNativePG, Longhorn, Velero and
// what is built on them give them. Who reads the Secret is left to the caller. No error holds a value. Pure.
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

// The data of a Secret, decoded.
using SecretData = std::map<std::string, std::string>;

// kNotFound: there is no such Secret; kForbidden says which right is missing. Called from any thread.
using ReadSecret = std::function<Result<SecretData>(const SecretRef& secret, const Deadline& deadline)>;

// kConfig names the keys that are there and those that were looked for.
Result<AwsKeys> KeysOf(const SecretRef& secret, const SecretData& data);

}  // namespace lastgood
