// The end of a large lz4 frame as python-lz4 writes it: blocks that refer to those before them, so that the
// last one cannot be unpacked alone. Each has its length before it, and they must lead to the end mark one
// after the other. collectors/dumps/stream_ends.h trusts the length of the last one, which zeros at its end
// can fake. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lastgood::proof::barman {

// How much of the beginning, and then of the end, is wanted.
inline constexpr std::size_t kLz4Head = 32;
std::size_t Lz4Tail(std::string_view head);

// Why the file does not end as a frame does; "" when it does. `tail` may be all of it.
std::string Lz4Fault(std::string_view head, std::string_view tail, std::uint64_t size);

}  // namespace lastgood::proof::barman
