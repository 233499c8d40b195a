// A secret in a file of its own, as a config names it. kConfig names the file. May be called from any thread.
#pragma once

#include <string>

#include "base/result.h"

namespace lastgood {

// Its content, trailing newline removed, at most 64 KiB.
Result<std::string> ReadSecretFile(const std::string& path);

}  // namespace lastgood
