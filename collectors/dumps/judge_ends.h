// A file that is not packed, by its first and last bytes, which may overlap: formats whose end says
// something. Text, tar and custom-format dumps that are there as a whole are judged elsewhere, more closely.
// Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

// `format`: of `head`.
EndingVerdict JudgeEnds(DumpFormat format, std::string_view head, std::string_view tail, std::uint64_t size);

}  // namespace lastgood
