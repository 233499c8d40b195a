#include "exporter/manual/words.h"

namespace lastgood {

std::string Joined(const std::vector<std::string>& words, std::string_view between) {
  std::string joined;
  for (const std::string& word : words) {
    if (!joined.empty()) joined += between;
    joined += word;
  }
  return joined;
}

std::string Quoted(std::string_view text, std::string_view inner) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else {
      if (inner.find(c) != inner.npos) quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '\'';
}

}  // namespace lastgood
