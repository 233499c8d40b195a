// Files to be written: from a path, relative to the output folder, to the file's text. A value.
#pragma once

#include <map>
#include <string>

namespace lastgood {

using Files = std::map<std::string, std::string>;

}  // namespace lastgood
