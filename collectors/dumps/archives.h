// zip and 7z: where their directories are, and whether all that these name is there. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

// How much of the end they want to see: directories of some thousand files.
inline constexpr std::size_t kDirectoryBytes = 256 * 1024;

// `tail` may be all of the file; then what is in it is unpacked.
EndingVerdict JudgeZip(std::string_view tail, std::uint64_t size);

EndingVerdict JudgeSevenZip(std::string_view head, std::string_view tail, std::uint64_t size);

}  // namespace lastgood
