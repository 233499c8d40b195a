#include "rules/template_text.h"

#include <re2/re2.h>

namespace lastgood {

std::string TemplateText(std::string_view name) {
  std::string text;
  for (const char c : name) text += c == '{' ? std::string("{{\"{\"}}") : std::string(1, c);
  return text;
}

std::string TemplateValue(std::string_view value) {
  static const RE2 kTemplate(R"(\{\{ *\$(?:value|(?:labels|externalLabels)\.[A-Za-z_][A-Za-z0-9_]*) *\}\})");
  std::string text;
  re2::StringPiece rest(value.data(), value.size()), found;
  while (kTemplate.Match(rest, 0, rest.size(), RE2::UNANCHORED, &found, 1)) {
    const std::size_t before = static_cast<std::size_t>(found.data() - rest.data());
    text += TemplateText({rest.data(), before});
    text.append(found.data(), found.size());
    rest.remove_prefix(before + found.size());
  }
  return text + TemplateText({rest.data(), rest.size()});
}

}  // namespace lastgood
