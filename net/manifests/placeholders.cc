#include "net/manifests/placeholders.h"

#include <algorithm>

#include "base/time.h"

namespace lastgood {
namespace {

constexpr int kMostDepth = 8;
constexpr std::size_t kMostLength = 4096;  // of one placeholder

// Where the brace that ends the placeholder at the front of `text` is; npos when there is none near.
std::size_t EndOf(std::string_view text) {
  int open = 0;
  const std::size_t most = std::min(text.size(), kMostLength);
  for (std::size_t i = 0; i < most; ++i) {
    if (text[i] == '\n') break;
    if (text.substr(i).starts_with("${")) ++open;
    if (text[i] == '}' && --open == 0) return i;
  }
  return text.npos;
}

// The default within "VAR:-default"; nullopt when it names only a variable, or does something else.
std::optional<std::string_view> DefaultIn(std::string_view inside) {
  std::size_t name = 0;
  const auto in_name = [](unsigned char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  while (name < inside.size() && in_name(static_cast<unsigned char>(inside[name]))) ++name;
  if (name == 0) return std::nullopt;
  inside.remove_prefix(name);
  for (const std::string_view sign : {":-", ":=", "-", "="})
    if (inside.starts_with(sign)) return inside.substr(sign.size());
  return std::nullopt;
}

std::string Substitute(std::string_view text, int depth) {
  std::string result;
  for (std::size_t at = text.find("${"); at != text.npos; at = text.find("${")) {
    const std::size_t end = EndOf(text.substr(at));
    const bool escaped = at > 0 && text[at - 1] == '$';
    const auto value = escaped || end == text.npos ? std::nullopt : DefaultIn(text.substr(at + 2, end - 2));
    if (value && depth < kMostDepth) {
      result += text.substr(0, at);
      result += Substitute(*value, depth + 1);
      text.remove_prefix(at + end + 1);
    } else {
      result += text.substr(0, at + 2);
      text.remove_prefix(at + 2);
    }
  }
  return result += text;
}

}  // namespace

std::string SubstituteDefaults(std::string_view text) { return Substitute(text, 0); }

std::optional<std::string> BarePlaceholder(std::string_view json) {
  for (std::size_t at = json.find("\"${"); at != json.npos; at = json.find("\"${", at + 1)) {
    const std::string_view value = json.substr(at + 1, json.find('"', at + 1) - at - 1);
    if (value.ends_with('}') && value.find("${", 1) == value.npos && value.find('}') + 1 == value.size())
      return Cut(value, 100);
  }
  return std::nullopt;
}

bool IsTemplateName(std::string_view name) {
  return name.find("${") != name.npos || name.find("{{") != name.npos;
}

}  // namespace lastgood
