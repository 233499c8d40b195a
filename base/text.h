// Text from outside made safe for the places where it is shown. Pure.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

// The text with each invalid UTF-8 sequence replaced by U+FFFD; a copy of valid text.
std::string ToValidUtf8(std::string_view text);

// For one line of a terminal or log: valid UTF-8, control characters shown as spaces (newlines and tabs) or
// dropped (escape sequences), cut to `limit` bytes.
std::string OneLine(std::string_view text, std::size_t limit = 400);

// For HTML text and double-quoted attributes.
std::string EscapeHtml(std::string_view text);

// Without white space (space, tab, CR, LF, VT, FF) at the ends. A view into `text`.
std::string_view Trim(std::string_view text);
// ASCII letters only, whatever the locale.
std::string Lower(std::string_view text);
std::string Upper(std::string_view text);

// How many terminal columns the text takes: code points, without combining marks; wide ones count two.
std::size_t Columns(std::string_view text);

}  // namespace lastgood
