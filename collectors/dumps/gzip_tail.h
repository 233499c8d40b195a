// The first and the last bytes of a big gzip: is its end there? Pure.
#pragma once

#include "collectors/dumps/ending.h"

namespace lastgood {

// How much of a big gzip's beginning and end is wanted.
inline constexpr std::size_t kGzipHeadBytes = 64 * 1024;
inline constexpr std::size_t kGzipTailBytes = 512 * 1024;

// The first and the last bytes of a file that is larger than both.
EndingVerdict JudgeGzipEnds(std::string_view head, std::string_view tail);

}  // namespace lastgood
