// The file in which lastgood keeps what it knew: written whole or not at all, readable by its owner only,
// with a version and a checksum. Errors name the file and say what to do: kNotFound there is none, kMalformed
// it is torn or of something else, kConfig a newer lastgood wrote it, kForbidden and kUnavailable the
// system's own.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

// In the folder that --state.dir names.
std::string StatePathIn(const std::string& folder);

// Makes the folder when it is missing; its parent must be there.
Status WriteStateFile(const std::string& folder, std::string_view content);

Result<std::string> ReadStateFile(const std::string& folder);

}  // namespace lastgood
