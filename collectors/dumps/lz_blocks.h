// Formats of plain blocks, each with its length before it: what the lz4 tool wrote until 2013 (and the Linux
// kernel still wants), and lzop. Pure, bounded in memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/dumps/packed.h"

namespace lastgood {

UnpackEnd UnpackLz4Legacy(std::string_view whole, const UnpackSink& sink);

UnpackEnd UnpackLzop(std::string_view whole, const UnpackSink& sink);

// The last block of a large lzop file, unpacked; nullopt when none ends where the file does. `head` is its
// beginning.
std::optional<std::string> LastLzopBlock(std::string_view head, std::string_view tail);

}  // namespace lastgood
