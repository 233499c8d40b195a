// Completion for bash 4 and later. Pure.
#pragma once

#include <string>

#include "exporter/config/command_doc.h"

namespace lastgood {

std::string BashCompletion(const ProgramDoc& program);

}  // namespace lastgood
