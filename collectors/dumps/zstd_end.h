// The end of a large zstd file. Its stream cannot be entered, but each block has its length before it, and
// the last one says so: a chain of blocks that ends where the file does. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

// Why the file does not end as a frame does; "" when it does. `tail` has 512 KiB, four of the largest blocks.
std::string ZstdFault(std::string_view head, std::string_view tail);

}  // namespace lastgood
