// Completion for fish 3 and later. Pure.
#pragma once

#include <string>

#include "exporter/config/command_doc.h"

namespace lastgood {

std::string FishCompletion(const ProgramDoc& program);

}  // namespace lastgood
