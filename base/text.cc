#include "base/text.h"

#include <wchar.h>

#include <cstdint>

#include "base/outside_text.h"

namespace lastgood {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t size = 0;  // 0: not valid here
};

bool Continues(std::string_view text, std::size_t count) {
  if (text.size() <= count) return false;
  for (std::size_t i = 1; i <= count; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return false;
  return true;
}

// The first code point, by Unicode's table of well-formed sequences (no overlong forms, no surrogates).
CodePoint First(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xC2 && lead < 0xE0 && Continues(text, 1)) return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (lead >= 0xE0 && lead < 0xF0 && Continues(text, 2)) {
    const std::uint32_t value = (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, 3};
  }
  if (lead >= 0xF0 && lead < 0xF5 && Continues(text, 3)) {
    const std::uint32_t value =
        (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, 4};
  }
  return {};
}

// Calls visit(code point, its bytes) for each; an invalid byte is a replacement character.
template <typename Visit>
void EachCodePoint(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const CodePoint point = First(text);
    if (point.size == 0) visit(0xFFFDu, kReplacement);
    if (point.size != 0) visit(point.value, text.substr(0, point.size));
    text.remove_prefix(point.size == 0 ? 1 : point.size);
  }
}

// Line and paragraph separators and the marks that turn text around would let a name rewrite a line.
bool ReordersText(std::uint32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x2028 ||
         point == 0x2029 || point == 0x200E || point == 0x200F;
}

}  // namespace

std::string ToValidUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  EachCodePoint(text, [&](std::uint32_t, std::string_view bytes) { valid += bytes; });
  return valid;
}

std::string OneLine(std::string_view text, std::size_t limit) {
  // The beginning says what it is about, and the end what was wrong. Some of what is read may be dropped
  // below.
  const std::string cut = CutMiddle(text, 2 * limit);
  std::string line;
  EachCodePoint(cut, [&](std::uint32_t point, std::string_view bytes) {
    if (point == '\n' || point == '\t' || point == '\r')
      line += ' ';
    else if (point >= 0x20 && point != 0x7F && !(point >= 0x80 && point < 0xA0) && !ReordersText(point))
      line += bytes;
  });
  return CutMiddle(line, limit);
}

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  EachCodePoint(text, [&](std::uint32_t point, std::string_view bytes) {
    switch (point) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        if (point >= 0x20 || point == '\n' || point == '\t')
          escaped += ReordersText(point) ? kReplacement : bytes;
    }
  });
  return escaped;
}

std::size_t Columns(std::string_view text) {
  std::size_t columns = 0;
  EachCodePoint(text, [&](std::uint32_t point, std::string_view) {
    const int width = point < 0x80 ? 1 : wcwidth(static_cast<wchar_t>(point));
    columns += width < 0 ? 1 : static_cast<std::size_t>(width);
  });
  return columns;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

}  // namespace lastgood
