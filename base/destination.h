// Where backups lie, however it is spelt: "s3://b" and "s3://b/" are one destination,
// "https://S3.example:443/" and "https://s3.example" one service. For comparing only: what is shown stays as
// it was written. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lastgood {

// One spelling for all: without slashes at the end; of http and https the host in lower case and without the
// scheme's own port.
std::string PlainDestination(std::string_view url);

bool IsSameDestination(std::string_view a, std::string_view b);
// nullopt is the same as nullopt only.
bool IsSameService(const std::optional<std::string>& a, const std::optional<std::string>& b);

// Whether `url` lies under `prefix`: a bucket, a folder ("s3://b/x/"), or the beginning of keys ("s3://b/x").
bool LiesUnder(std::string_view url, std::string_view prefix);

}  // namespace lastgood
