// Text as one word of a POSIX shell, for commands that people copy. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

// In quotes only when that is needed.
std::string ShellQuoted(std::string_view text);

}  // namespace lastgood
