#include "proof/barman/history.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/text.h"
#include "base/time.h"
#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kMostSwitches = 10'000;

// "1<TAB>0/5000028<TAB>no recovery target specified". What stands before the second tab counts, which is
// there when the line was not cut in its LSN.
std::optional<TimelineSwitch> ParseLine(std::string_view line) {
  const std::size_t first = line.find('\t');
  const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  TimelineSwitch made;
  const std::string_view number = line.substr(0, first);
  const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), made.timeline);
  const std::optional<std::uint64_t> lsn = ParseLsn(line.substr(first + 1, second - first - 1));
  if (code != std::errc() || end != number.data() + number.size() || !lsn) return std::nullopt;
  made.lsn = *lsn;
  return made;
}

}  // namespace

Result<std::vector<TimelineSwitch>> ParseHistory(std::string_view text, std::uint32_t of_timeline) {
  std::vector<TimelineSwitch> switches;
  while (!text.empty()) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(whole.size() == text.size() ? whole.size() : whole.size() + 1);
    const std::string_view line = Trim(whole);
    if (line.empty() || line.starts_with('#')) continue;
    const std::optional<TimelineSwitch> made = ParseLine(whole.substr(whole.find_first_not_of(" \t")));
    const std::uint32_t before = switches.empty() ? 0 : switches.back().timeline;
    if (!made || made->timeline <= before || made->timeline >= of_timeline ||
        switches.size() == kMostSwitches)
      return Error{ErrorCode::kMalformed,
                   fmt::format("expected a timeline, an LSN and a reason, found \"{}\"", Cut(whole))};
    if (!switches.empty() && made->lsn < switches.back().lsn)
      return Error{ErrorCode::kMalformed,
                   fmt::format("timeline {} is left before it begins", made->timeline)};
    switches.push_back(*made);
  }
  if (switches.empty()) return Error{ErrorCode::kMalformed, "it names no timeline: empty or cut off"};
  return switches;
}

}  // namespace lastgood::proof::barman
