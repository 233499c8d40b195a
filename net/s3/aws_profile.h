// What the environment and the config file of AWS' tools say about a service: region, endpoint, authorities.
// The precedence is that of AWS' own tools: a variable for the service, a variable for all, the `services`
// section that the profile names, the profile. Decoding is pure; kConfig names the variable or the file and
// its key.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

using Getenv = std::function<std::optional<std::string>(const char*)>;

// One section: "region", and "s3.endpoint_url" of what is nested below "s3 =".
using AwsSection = std::map<std::string, std::string>;
struct AwsConfigFile {
  std::map<std::string, AwsSection> profiles, services;
};
AwsConfigFile DecodeAwsConfig(std::string_view text);

// Where a service is told to be, and by what.
struct AwsEndpoint {
  std::string url, told_by;  // "AWS_ENDPOINT_URL_S3"; both "" when nothing says it
};

class AwsProfile {
 public:
  // Reads AWS_CONFIG_FILE, else ~/.aws/config. `name` of the config; "" is AWS_PROFILE, else "default".
  AwsProfile(const Getenv& getenv, const std::string& name);

  const std::string& name() const { return name_; }
  const std::string& file() const { return file_; }
  // Whether AWS_PROFILE or the config names it, so that it must exist.
  bool named() const { return named_; }
  // Null when the file has no such profile.
  const AwsSection* section() const;

  std::string Region() const;
  std::string CaBundle() const;
  AwsEndpoint EndpointOf(const std::string& service) const;  // "s3", "sts"

 private:
  std::string Variable(const std::string& name) const;
  std::string Setting(const std::string& key) const;

  Getenv getenv_;
  std::string name_, file_;
  bool named_ = false;
  AwsConfigFile config_;
};

}  // namespace lastgood
