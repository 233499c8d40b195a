// AWS Signature Version 4 over OpenSSL, as S3-compatible servers check it: the path and the query are
// percent-encoded once, by us, and what was signed is what must be sent. Pure: no clock, no I/O, no errors;
// any bytes can be signed. The canonical request is kept, to explain a SignatureDoesNotMatch: it holds no
// secret but the session token.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/coding.h"

namespace lastgood {

struct AwsKeys {
  std::string access_key, secret_key;
  std::string session_token;  // "" without one
};

// Names, path and query as they are meant, not encoded.
struct SigningRequest {
  std::string method = "GET";
  std::string host;        // as the Host header will say, port included when it is not the scheme's own
  std::string path = "/";  // absolute
  NameValues query;
  NameValues headers;          // signed too; without Host and the x-amz-* that signing adds
  std::string payload;         // the body
  bool content_sha256 = true;  // S3 wants the header x-amz-content-sha256
  std::string region, service = "s3";
};

struct SignedRequest {
  std::string target;  // encoded path, with ?query when there is one
  NameValues headers;  // to be added: X-Amz-*, Authorization
  std::string canonical_request, string_to_sign, signature;
};

SignedRequest SignV4(const SigningRequest& request, const AwsKeys& keys, Time now);

}  // namespace lastgood
