// What is said of mistakes in a config: one line with their place, and what to do where that can be guessed.
// Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

// "file:line:column: message" (kConfig); `line` and `column` count from 0.
Error MistakeAt(std::string_view file, int line, int column, std::string_view message);

// The first line that a tab indents, from 0; -1 where none is.
int TabIndented(std::string_view text);

// "unknown key ...", with the known one that is alike, or all of them. `empty_before` is the key above it
// that has nothing under it, "" for none: then what belongs there was not indented.
std::string UnknownKey(const std::string& key, const std::set<std::string, std::less<>>& known,
                       const std::string& empty_before);

}  // namespace lastgood
