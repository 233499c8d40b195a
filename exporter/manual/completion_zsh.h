// Completion for zsh, to be sourced or to lie in a folder of fpath. Pure.
#pragma once

#include <string>

#include "exporter/config/command_doc.h"

namespace lastgood {

std::string ZshCompletion(const ProgramDoc& program);

}  // namespace lastgood
