// The files of AWS' tools that hold keys, ~/.aws/credentials and ~/.aws/config: INI, one section a profile.
// Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "net/s3/sigv4.h"

namespace lastgood {

// The keys of one profile, under [name] or [profile name]; nullopt when it is not there, or has none. An
// error: it has another kind of credentials, which is not supported.
Result<std::optional<AwsKeys>> DecodeCredentialsFile(std::string_view text, std::string_view profile);

}  // namespace lastgood
