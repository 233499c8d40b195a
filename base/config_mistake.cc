#include "base/config_mistake.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/suggest.h"
#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongestMessage = 2000;

}  // namespace

// One line, whatever of the file is quoted in it.
Error MistakeAt(std::string_view file, int line, int column, std::string_view message) {
  return {ErrorCode::kConfig,
          OneLine(fmt::format("{}:{}:{}: {}", file, std::max(line, 0) + 1, std::max(column, 0) + 1, message),
                  kLongestMessage)};
}

int TabIndented(std::string_view text) {
  int line = 0;
  for (std::size_t start = 0; start <= text.size(); ++line) {
    const std::size_t word = text.find_first_not_of(' ', start);
    if (word != text.npos && text[word] == '\t') return line;
    const std::size_t end = text.find('\n', start);
    if (end == text.npos) return -1;
    start = end + 1;
  }
  return -1;
}

std::string UnknownKey(const std::string& key, const std::set<std::string, std::less<>>& known,
                       const std::string& empty_before) {
  if (!empty_before.empty() && known.contains(empty_before))
    return fmt::format(
        "unknown key \"{}\"; \"{}\" above it is empty: what belongs to it is indented by two spaces more",
        Cut(key), empty_before);
  const std::vector<std::string> candidates(known.begin(), known.end());
  const std::optional<std::string> suggestion = Suggest(key, candidates);
  if (suggestion) return fmt::format("unknown key \"{}\", did you mean \"{}\"?", Cut(key), *suggestion);
  return fmt::format("unknown key \"{}\"; known here: {}", Cut(key), fmt::join(candidates, ", "));
}

}  // namespace lastgood
