// The last text inside a large gzip, from its last bytes alone: its stream is entered at one of its blocks.
// What repeats something from before that block is not known, and comes as zeros. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lastgood::proof::barman {

// How much of the end is wanted: some blocks.
inline constexpr std::size_t kGzipTail = 128 * 1024;

// At most the last 64 KiB; nullopt when no stream was seen to end with the file.
std::optional<std::string> TextAtGzipEnd(std::string_view tail);

// The size of what is inside, modulo 2^32, of a gzip of one member.
std::uint32_t SizeInGzip(std::string_view tail);

}  // namespace lastgood::proof::barman
