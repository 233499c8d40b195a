// Reads CLI11's definitions back, so that no flag is written down twice.
#pragma once

#include <CLI/CLI.hpp>

#include "exporter/config/command_doc.h"

namespace lastgood {

ProgramDoc DescribeApp(const CLI::App& app);

}  // namespace lastgood
