// The cells of the service's table, the same in the terminal, in Markdown and on the page.
#include "exporter/report/service.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostSystems = 6;

// Layers side by side: "longhorn, velero; not k8up".
std::string CoveredBy(const ServiceLine& line) {
  std::string text = fmt::format("{}", fmt::join(line.covered_by, ", "));
  if (!line.not_covered_by.empty() && line.not_covered_by.size() <= kMostSystems)
    text += fmt::format("{}not {}", text.empty() ? "" : "; ", fmt::join(line.not_covered_by, ", "));
  return text.empty() ? "nothing" : text;
}

std::string AllowedBy(const Restorability& what, Time now, TimeStyle style) {
  if (what.objective) return FormatDuration(*what.objective);
  if (!what.deadline) return "";
  return (*what.deadline < now ? "was due " : "next due ") + InWords(*what.deadline, now, style);
}

}  // namespace

std::vector<std::string> ServiceCells(const ServiceLine& line, Time now, TimeStyle style) {
  const Restorability& what = line.what;
  const std::string_view no_point = what.recovery_unknown ? "unknown" : "none";
  // Of what is left out on purpose nothing is missing.
  const bool expected = line.level != Level::kNotice || !line.covered_by.empty();
  return {
      OneLine(DisplayName(line.key)),
      OneLine(CoveredBy(line)),
      what.recovery_point ? InWords(*what.recovery_point, now, style) : std::string(expected ? no_point : ""),
      AllowedBy(what, now, style),
      what.restored ? InWords(*what.restored, now, style) : (expected ? "never" : ""),
      what.restore_duration ? FormatDuration(*what.restore_duration) : "",
      OneLine(line.state)};
}

}  // namespace lastgood
