// For text that a parser refused as a whole: what of it can still be read. Invalid bytes are replaced, and
// the places where JSON values end are found by counting brackets. Neither is a parser: what is found here is
// parsed afterwards. Pure; linear in time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lastgood {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// True when `text` is UTF-8 without control characters other than tab and line breaks.
bool IsCleanText(std::string_view text);
// `text` with each invalid byte and each such control character replaced by U+FFFD. With `json`, so are raw
// control characters of any kind within strings.
std::string CleanText(std::string_view text, bool json);

struct JsonSpan {
  std::size_t begin = 0, end = 0;
  bool complete = false;
  // Of an incomplete list: the text up to its last complete item, and the brackets that close it.
  std::size_t items_end = 0;  // 0 when there is none
  std::string_view closing;
};

// The first `most` top-level values of `text`, in order.
std::vector<JsonSpan> SplitJson(std::string_view text, std::size_t most);

}  // namespace lastgood
