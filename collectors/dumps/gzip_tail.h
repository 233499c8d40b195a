// The first and the last bytes of a big gzip: is its end there? Pure.
#pragma once

#include "collectors/dumps/ending.h"

namespace lastgood {

// `first`: the first bytes of what is inside; `tail`: the last 512 KiB of a larger file.
EndingVerdict JudgeGzipEnds(std::string_view first, std::string_view tail);

}  // namespace lastgood
