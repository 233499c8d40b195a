// Where to cut a range of keys of which nobody knows what it holds: at a key in its middle, by the bytes that
// the bucket's keys are made of. A cut with nothing behind it costs a request and halves what is left to
// search. Pure.
#pragma once

#include <bitset>
#include <string>
#include <string_view>

namespace lastgood {

// The bytes that keys were seen to hold.
using KeyBytes = std::bitset<256>;

void AddKeyBytes(std::string_view key, KeyBytes& bytes);

// A key above `position` and below `end` ("" is no end); "" when there is none worth a request. `stable` is
// how many bytes the keys about `position` share.
std::string SplitKey(std::string_view position, std::string_view end, std::size_t stable,
                     const KeyBytes& bytes);

// How many bytes both begin with.
std::size_t SharedBytes(std::string_view a, std::string_view b);

}  // namespace lastgood
