// Encrypted files: whether they hold anything, and whether they end, as far as lengths tell without a key.
// What is inside stays unknown, so that nothing is proven. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

// `format`: age, gpg or openssl; `head` and `tail` may overlap.
EndingVerdict JudgeEncrypted(DumpFormat format, std::string_view head, std::string_view tail,
                             std::uint64_t size);

}  // namespace lastgood
