// Where a bucket that nobody has listed yet can be cut: the folders of its uppermost levels. A bounded number
// of requests; what fails costs nothing but its own. May be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "net/s3/client.h"

namespace lastgood {

// About `wanted` keys that lie behind `position`, in order; fewer, or none, where there are no such folders.
std::vector<std::string> WalkFolders(S3Client& client, const std::string& position, std::size_t wanted,
                                     const Deadline& deadline);

// The folders that one page of a listing with a delimiter shows. Pure.
Result<std::vector<std::string>> DecodeFolders(std::string body);

}  // namespace lastgood
