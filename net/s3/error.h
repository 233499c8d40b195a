// Why S3 refused, in words that say what to do, with a code that keeps the causes apart: a missing right,
// wrong or expired keys, no such bucket, another region, clocks that differ, too many requests. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "net/http/http.h"
#include "net/s3/xml.h"

namespace lastgood {

// What was asked, for the words.
struct S3Question {
  std::string what;               // "listing s3://backups"
  std::string region;             // that was signed for
  std::string canonical_request;  // that was signed
  bool anonymous = false;
  std::string right = {};  // that was needed: "s3:ListBucket"
  std::string hint = {};   // what else to try when it is denied
};

// The error for an answer that is no success. `error` is its decoded body.
Error ExplainS3(const S3Question& question, const HttpResponse& response, const S3Error& error, Time now);

// The keys that were used are the cause: newer ones may help.
bool IsAboutKeys(const HttpResponse& response, const S3Error& error);
// Another try may bring another answer.
bool MayPass(const HttpResponse& response, const S3Error& error);

// Our clock minus the server's, by the Date header; nullopt without a readable one.
std::optional<Duration> ClockSkew(const HttpResponse& response, Time now);

}  // namespace lastgood
