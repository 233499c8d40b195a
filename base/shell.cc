#include "base/shell.h"

#include <algorithm>
#include <cctype>

namespace lastgood {

std::string ShellQuoted(std::string_view text) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("/._-:@+=,").find(static_cast<char>(c)) != std::string::npos;
  };
  if (!text.empty() && std::ranges::all_of(text, plain)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace lastgood
