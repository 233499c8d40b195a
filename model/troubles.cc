#include "model/troubles.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "model/assess_system.h"

namespace lastgood {
namespace {

// What is the matter, without what was asked for: "list x in y: https://host/path: refused" and "list z in y:
// https://host/other: refused" are one.
std::string WithoutQuestion(std::string_view why) {
  if (why.starts_with("list ") || why.starts_with("watch ")) {
    const std::size_t end = why.find(": ");
    if (end != std::string_view::npos) why.remove_prefix(end + 2);
  }
  const std::size_t scheme = why.find("://");
  if (scheme == std::string_view::npos) return std::string(why);
  const std::size_t path = why.find('/', scheme + 3);
  const std::size_t end = why.find(": ", scheme);
  if (path == std::string_view::npos || end == std::string_view::npos || path > end) return std::string(why);
  return std::string(why.substr(0, path)).append(why.substr(end));
}

std::string TroubleOf(const Finding& finding) { return finding.what + '\n' + WithoutQuestion(finding.why); }

}  // namespace

bool Troubles::WasTold(const CollectorState& state, const Finding& finding, std::size_t row) {
  if (!finding.what.starts_with(kCannotRead)) return false;
  const auto [known, first] = troubles_.try_emplace({state.source, TroubleOf(finding)}, Trouble{row, {}});
  if (first || known->second.row == row) return false;
  known->second.others.push_back(state.kind);
  return true;
}

void Troubles::NameOthers(std::vector<Row>& rows) const {
  for (const auto& [key, trouble] : troubles_) {
    if (trouble.others.empty()) continue;
    for (Finding& finding : rows[trouble.row].findings)
      if (TroubleOf(finding) == key.second)
        finding.why += fmt::format("; so it is for {}", fmt::join(trouble.others, ", "));
  }
}

}  // namespace lastgood
