// The shared credentials file of AWS' tools: INI, one section a profile. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "net/s3/sigv4.h"

namespace lastgood {

// The keys of one profile of an INI file of AWS; nullopt when the profile is not in it. Pure.
Result<std::optional<AwsKeys>> DecodeCredentialsFile(std::string_view text, std::string_view profile);

}  // namespace lastgood
