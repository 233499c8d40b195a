// Completions of commands, flags, files and the values that are known, for the shells that people use. Each
// is a script that asks the program nothing. Pure.
#pragma once

#include <string>
#include <string_view>

#include "exporter/config/command_doc.h"

namespace lastgood {

// `shell` is bash, zsh or fish.
std::string Completion(const ProgramDoc& program, std::string_view shell);

}  // namespace lastgood
