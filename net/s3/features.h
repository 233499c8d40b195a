// What a bucket is set up to do: versioning, object lock, lifecycle rules. "Not set" is an answer of its own
// (a 404 with its own code); denied, or not known to the server, is unknown. Functions may be called from any
// thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "net/s3/client.h"
#include "net/s3/lifecycle.h"

namespace lastgood {

struct S3Features {
  // versioning, object_lock, lifecycle, abort_incomplete; absent when unknown.
  std::map<std::string, bool> known;
  // Whether there may be noncurrent versions: versioning is or was on. nullopt: unknown.
  std::optional<bool> versioned;
  std::vector<LifecycleRule> rules;  // that are enabled; of use where `lifecycle` is known
  std::set<std::string> denied;      // "versioning", "object-lock", "lifecycle": the right is missing
  // No answer came (the network, not a refusal): what was known before may still hold.
  std::optional<Error> error;
};

// The enabled lifecycle rules alone; none where they are not set, or nobody tells.
std::vector<LifecycleRule> ReadLifecycleRules(S3Client& client, const Deadline& deadline);

S3Features ReadS3Features(S3Client& client, const Deadline& deadline);

// The decoders of the three answers; pure. They set what they learn.
Status DecodeVersioning(std::string body, S3Features& features);
Status DecodeObjectLock(std::string body, S3Features& features);
Status DecodeLifecycle(std::string body, S3Features& features);

}  // namespace lastgood
