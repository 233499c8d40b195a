// LZO1X, which lzop packs blocks with, by the description of its stream in the Linux kernel's documents.
// Pure; reads and writes nothing beyond its bounds, whatever the input.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lastgood {

// The text of `size` bytes that the whole of `packed` stands for; nullopt when it stands for none.
std::optional<std::string> UnpackLzo1x(std::string_view packed, std::size_t size);

}  // namespace lastgood
