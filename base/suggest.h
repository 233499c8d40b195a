// "did you mean ...?": the known word nearest to a misspelt one. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lastgood {

// The candidate at the smallest edit distance, if that is at most a third of the word's length (at least 1);
// the first one of equals. Words longer than 64 bytes have no suggestion.
std::optional<std::string> Suggest(std::string_view word, std::span<const std::string> candidates);

}  // namespace lastgood
