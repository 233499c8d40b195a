// The status page: the answer, what to show of it, the list, then what is behind it.
#include "exporter/serve/page.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/serve/page_html.h"
#include "exporter/serve/page_list.h"
#include "exporter/serve/page_script.h"
#include "exporter/serve/page_systems.h"

namespace lastgood {
namespace {

struct Chip {
  Standing standing;
  std::string_view words, style;
};
constexpr std::array<Chip, 4> kChips = {{{Standing::kAtRisk, "At risk", "critical"},
                                         {Standing::kAttention, "Attention", "warning"},
                                         {Standing::kUnknown, "Cannot tell", "unknown"},
                                         {Standing::kGood, "Good", "good"}}};

// A count, and a link to what is counted; to everything where it is what is shown.
std::string ChipHtml(const Chip& chip, const Assessment& assessment, const PageQuery& query) {
  std::size_t count = 0;
  for (const Row& row : assessment.rows)
    if (StandingOf(row) == chip.standing && IsAskedFor(row, query)) ++count;
  PageQuery link = query;
  const bool on = query.state == chip.standing;
  link.state = on ? std::nullopt : std::optional(chip.standing);
  link.page = 1;
  return fmt::format("<a class=\"chip {}{}\"{} href=\"{}\"><span class=dot></span>{} {}</a>", chip.style,
                     on ? " on" : "", on ? " aria-current=true" : "", Html(ToQuery(link)), chip.words, count);
}

std::string SelectHtml(std::string_view name, std::string_view all, const std::set<std::string>& values,
                       const std::string& chosen) {
  std::string html =
      fmt::format("<select name={} aria-label=\"{}\"><option value=\"\">{}</option>", name, name, all);
  for (const std::string& value : values)
    html += fmt::format("<option{}>{}</option>", value == chosen ? " selected" : "", Html(value));
  return html + "</select>";
}

std::string BarHtml(const Assessment& assessment, const PageQuery& query) {
  std::set<std::string> namespaces, systems;
  for (const Row& row : assessment.rows) {
    if (!row.key.namespace_.empty()) namespaces.insert(row.key.namespace_);
    if (!row.key.system.empty()) systems.insert(row.key.system);
  }
  std::string html = "<form class=bar method=get><div id=counts class=chips>";
  for (const Chip& chip : kChips) html += ChipHtml(chip, assessment, query);
  html += "</div>";
  if (query.state) html += fmt::format("<input type=hidden name=state value={}>", NameOf(*query.state));
  html +=
      fmt::format("<input type=search name=q value=\"{}\" placeholder=\"Name or reason\" aria-label=Search>",
                  Html(query.text));
  html += SelectHtml("namespace", "All namespaces", namespaces, query.namespace_) +
          SelectHtml("system", "All systems", systems, query.system);
  return html + "<button>Show</button></form>";
}

// When what is shown was read: the oldest of the sources that answer.
std::string ReadHtml(const Snapshot& snapshot, Time now) {
  std::optional<Time> oldest;
  std::size_t sources = 0, failing = 0;
  for (const auto& part : snapshot.parts) {
    const CollectorState& state = part->state;
    ++sources;
    if (!state.failures.empty()) ++failing;
    if (state.last_success && (!oldest || *state.last_success < *oldest)) oldest = state.last_success;
  }
  if (!oldest) return "nothing was read yet";
  return fmt::format("{} of {} sources read, the oldest {}", sources - failing, sources,
                     TimeHtml(oldest, now, ""));
}

// "2026-11-30 21:19 UTC".
std::string ToTheMinute(Time minute) {
  std::string text = FormatRfc3339(minute).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

}  // namespace

std::string RenderPage(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                       const PageQuery& query, Time now, const PageFoot& foot) {
  const Time minute = std::chrono::floor<std::chrono::minutes>(now);
  return fmt::format(
      "{0}<header id=answer><h1>{1}</h1><p class=sub>If we lost it now: what could be restored, up to when, "
      "and how do we know? As of <time datetime=\"{2}\">{3}</time>; {4}.</p></header><main>{5}<div "
      "id=list>{6}{7}</div></main><footer>lastgood {8} &middot; <a href=\"{9}\">metrics</a> &middot; <a "
      "href=\"runbooks/\">runbooks</a> &middot; <a href=\"api/v1/report\">JSON</a></footer>"
      "<script>{10}</script></body></html>\n",
      HeadHtml(assessment.Answer(), "", true), Html(assessment.Answer()), FormatRfc3339(minute),
      ToTheMinute(minute), ReadHtml(snapshot, now), BarHtml(assessment, query),
      ListHtml(assessment, query, now), SystemsHtml(assessment, snapshot, thresholds, now),
      Html(foot.version), Html(foot.metrics), kPageScript);
}

}  // namespace lastgood
