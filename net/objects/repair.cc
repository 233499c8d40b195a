#include "net/objects/repair.h"

#include <simdjson.h>

#include <algorithm>

namespace lastgood {
namespace {

bool IsControl(unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n' && c != '\r'); }

// How many bytes at the front of `text` are one valid UTF-8 sequence; 0 when they are none.
std::size_t Sequence(std::string_view text) {
  for (const std::size_t size : {1u, 2u, 3u, 4u}) {
    if (size <= text.size() && simdjson::validate_utf8(text.substr(0, size))) return size;
  }
  return 0;
}

// Within or without a JSON string, as its characters pass by.
class StringState {
 public:
  bool inside() const { return inside_; }
  void Pass(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (inside_ && c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      inside_ = !inside_;
    }
  }

 private:
  bool inside_ = false, escaped_ = false;
};

// Counts brackets of one top-level value.
class Brackets {
 public:
  // True when the value ends with the bracket at `at`.
  bool Pass(char c, std::size_t at) {
    if (c == '{' || c == '[') {
      if (depth_ < 2) open_[depth_] = c;
      ++depth_;
    } else if (c == '}' || c == ']') {
      --depth_;
      const bool in_items = open_[0] == '{' ? depth_ == 2 && open_[1] == '[' : depth_ == 1;
      if (in_items) items_end_ = at + 1;
    }
    return depth_ == 0;
  }
  std::size_t items_end() const { return items_end_; }
  std::string_view closing() const { return open_[0] == '{' ? "]}" : "]"; }

 private:
  char open_[2] = {};
  std::size_t depth_ = 0, items_end_ = 0;
};

JsonSpan OneValue(std::string_view text, std::size_t begin) {
  StringState string;
  Brackets brackets;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const bool bracket =
        !string.inside() && (text[i] == '{' || text[i] == '[' || text[i] == '}' || text[i] == ']');
    string.Pass(text[i]);
    if (bracket && brackets.Pass(text[i], i)) return {begin, i + 1, true, 0, ""};
  }
  return {begin, text.size(), false, brackets.items_end(), brackets.closing()};
}

}  // namespace

bool IsCleanText(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size()) &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return IsControl(c); });
}

std::string CleanText(std::string_view text, bool json) {
  std::string clean;
  clean.reserve(text.size() + 64);
  StringState string;
  while (!text.empty()) {
    const std::size_t size = Sequence(text);
    const auto c = static_cast<unsigned char>(text.front());
    const bool refused = size == 0 || IsControl(c) || (json && string.inside() && c < 0x20);
    clean += refused ? kReplacement : text.substr(0, size);
    string.Pass(refused ? ' ' : text.front());
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return clean;
}

std::vector<JsonSpan> SplitJson(std::string_view text, std::size_t most) {
  std::vector<JsonSpan> spans;
  std::size_t at = 0;
  while (spans.size() < most && (at = text.find_first_not_of(" \t\r\n", at)) != std::string_view::npos) {
    const bool value = text[at] == '{' || text[at] == '[';
    if (value) {
      spans.push_back(OneValue(text, at));
    } else {  // no object or list: up to where one may begin
      spans.push_back({at, std::min(text.find_first_of("{[", at), text.size()), true, 0, ""});
    }
    at = spans.back().end;
  }
  return spans;
}

}  // namespace lastgood
