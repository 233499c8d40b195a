#include "net/manifests/glance.h"

#include <algorithm>

namespace lastgood {
namespace {

constexpr std::string_view kKind = "kind";
constexpr std::string_view kBlank = " \t\r";
constexpr std::size_t kMostKinds = 256;

void SkipBlank(std::string_view& text, std::string_view blank) {
  text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
}

std::string_view Unquoted(std::string_view text) {
  if (text.size() < 2 || (text.front() != '"' && text.front() != '\'')) return text;
  const std::size_t end = text.find(text.front(), 1);
  return end == text.npos ? text : text.substr(1, end - 1);
}

// What stands behind a line's colon, when its key is `key`; "" for any other line.
std::string_view ValueOf(std::string_view line, std::string_view key) {
  const std::string_view unquoted = Unquoted(line);
  const bool quoted = unquoted.size() != line.size();
  if (quoted ? unquoted != key : !line.starts_with(key)) return "";
  line.remove_prefix(quoted ? key.size() + 2 : key.size());
  SkipBlank(line, kBlank);
  return line.starts_with(':') ? line : "";
}

// The word behind the colon, in front of a comment.
std::string_view WordOf(std::string_view value) {
  value.remove_prefix(1);
  SkipBlank(value, kBlank);
  const std::string_view word = Unquoted(value.substr(0, value.find_first_of("\r#")));
  return word.substr(0, word.find_last_not_of(kBlank) + 1);
}

bool IsWord(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

// Only block style is read here: flow style, anchors and tags are for the parser.
bool IsBlockStyle(std::string_view line) {
  return line.front() != '{' && line.front() != '&' && line.front() != '!' && line.front() != '?';
}

// The lines of a document's outermost mapping, one after the other.
class OuterLines {
 public:
  explicit OuterLines(std::string_view document) : rest_(document) {}

  // False at the end.
  bool Next(std::string_view& line) {
    while (!rest_.empty()) {
      line = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
      const std::size_t indent = line.find_first_not_of(kBlank);
      if (indent == line.npos || line[indent] == '#' || line.front() == '%') continue;
      if (line.starts_with("---") && line.find_first_not_of(" \t\r-") == line.npos) continue;
      if (line.substr(indent).starts_with("{{")) continue;  // of a template, which only hides what is there
      margin_ = std::min(margin_, indent);
      if (indent != margin_) continue;
      line.remove_prefix(indent);
      return true;
    }
    return false;
  }

 private:
  std::string_view rest_;
  std::size_t margin_ = std::string_view::npos;
};

}  // namespace

bool Glimpse::MayHold(const Kinds& wanted) const {
  return unsure || std::ranges::any_of(kinds, [&](const std::string& kind) {
           return kind.ends_with("List") || wanted.contains(kind);
         });
}

void Glimpse::Add(const Glimpse& other) {
  unsure = unsure || other.unsure || kinds.size() > kMostKinds;
  kinds.insert(other.kinds.begin(), other.kinds.end());
}

Glimpse GlanceAtYaml(std::string_view document) {
  Glimpse glimpse;
  if (document.find(kKind) == document.npos) return glimpse;
  bool api_version = false, items = false;
  OuterLines lines(document);
  for (std::string_view line; lines.Next(line);) {
    if (!IsBlockStyle(line) || line.starts_with("---")) return {.kinds = {}, .unsure = true};
    api_version = api_version || !ValueOf(line, "apiVersion").empty();
    items = items || !ValueOf(line, "items").empty();
    const std::string_view value = ValueOf(line, kKind);
    if (value.empty()) continue;
    const std::string_view word = WordOf(value);
    if (!IsWord(word)) return {.kinds = {}, .unsure = true};
    glimpse.kinds.emplace(word);
    return glimpse;
  }
  // A list whose end, with its kind, was cut off.
  glimpse.unsure = api_version && items;
  return glimpse;
}

Glimpse GlanceAtJson(std::string_view text) {
  constexpr std::string_view kQuoted = "\"kind\"";
  constexpr std::string_view kSpace = " \t\r\n";
  Glimpse glimpse;
  for (std::size_t at = text.find(kQuoted); at != text.npos; at = text.find(kQuoted, at + 1)) {
    std::string_view rest = text.substr(at + kQuoted.size());
    SkipBlank(rest, kSpace);
    if (!rest.starts_with(':')) continue;
    rest.remove_prefix(1);
    SkipBlank(rest, kSpace);
    if (!rest.starts_with('"')) continue;
    const std::string_view kind = rest.substr(1, rest.find('"', 1) - 1);
    if (!IsWord(kind) || glimpse.kinds.size() > kMostKinds) return {.kinds = {}, .unsure = true};
    glimpse.kinds.emplace(kind);
  }
  return glimpse;
}

}  // namespace lastgood
