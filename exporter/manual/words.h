// What the completion of every shell asks of a flag or an argument. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exporter/config/command_doc.h"

namespace lastgood {

inline bool TakesFile(const FlagDoc& flag) { return flag.value == "FILE" || flag.value == "DIR"; }

std::string Joined(const std::vector<std::string>& words, std::string_view between = " ");

// In single quotes, for a shell; `inner` are characters that get a backslash of their own before.
std::string Quoted(std::string_view text, std::string_view inner = "");

}  // namespace lastgood
