// lastgood(1), in the man macros that groff and mandoc read. Pure.
#pragma once

#include <string>
#include <string_view>

#include "exporter/config/command_doc.h"

namespace lastgood {

std::string ManPage(const ProgramDoc& program, std::string_view version);

}  // namespace lastgood
