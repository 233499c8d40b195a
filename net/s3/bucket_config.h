// An entry of `buckets:` in the config. Mistakes are complained about to the reader.
#pragma once

#include <optional>
#include <string>

#include "base/config_reader.h"
#include "net/http/http.h"
#include "net/s3/credentials.h"

namespace lastgood {

// What the config does not say of a bucket's place, so that the Secret of its keys may.
struct LeftOpen {
  bool endpoint = false, region = false, authorities = false;
};

// How to reach a bucket: the keys of one entry of `buckets:` that are about its place and its keys.
struct BucketConfig {
  std::string url;  // s3://bucket[/folder] or file:///folder
  std::string endpoint, region;
  std::optional<bool> path_style;
  TlsOptions tls;
  LeftOpen left_open;  // by WithEnvironment, which fills in what stands above
  CredentialsConfig credentials;
  std::string settings;  // all of the entry, to be compared with another one
};

// As a place in a bucket has it (model/facts.h): "" is Amazon's; none of a folder, which may be mounted from
// anywhere, and none where a Secret may tell.
std::optional<std::string> EndpointOf(const BucketConfig& config);

// Of the config alone: the same for all spellings of one place, another for any other.
std::string PlaceOf(const BucketConfig& config);

// What the config leaves open, as AWS' tools take it from the environment and their config file: endpoint,
// region, authorities. kConfig names the variable or file.
Result<BucketConfig> WithEnvironment(BucketConfig config, const Getenv& getenv);

// Reads url, endpoint, region, path_style, ca_file, insecure_skip_verify, anonymous and credentials. Mistakes
// are complained about to the reader. What it leaves open comes from the environment. `read_secret` is how a
// Secret is read that credentials name; empty where there is no cluster.
BucketConfig ReadBucketConfig(ConfigReader& reader, const Getenv& getenv, const ReadSecret& read_secret = {});

}  // namespace lastgood
