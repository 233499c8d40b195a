#include "exporter/serve/page_list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <vector>

#include "exporter/report/report.h"
#include "exporter/serve/page_html.h"
#include "exporter/story/object_path.h"

namespace lastgood {
namespace {

constexpr std::size_t kRowsOnAPage = 300, kNamesInALine = 200;

// What the data of a workload is covered by, by namespace and name: beside the object of that name.
using Layers = std::map<std::pair<std::string, std::string>, const ServiceLine*>;

Layers LayersOf(const Assessment& assessment) {
  Layers layers;
  for (const ServiceLine& line : assessment.service)
    if (!line.declared) layers.emplace(std::pair(line.key.namespace_, line.key.name), &line);
  return layers;
}

// "also velero; not k8up".
std::string OthersOf(const Row& row, const Layers& layers) {
  const auto found = layers.find({row.key.namespace_, row.key.name});
  if (row.subject != Subject::kObject || found == layers.end()) return "";
  std::vector<std::string> also;
  for (const std::string& system : found->second->covered_by)
    if (system != row.key.system) also.push_back(system);
  std::string text;
  if (!also.empty()) text += fmt::format("; also {}", fmt::join(also, ", "));
  std::vector<std::string> lacking;
  for (const std::string& system : found->second->not_covered_by)
    if (system != row.key.system) lacking.push_back(system);
  if (!lacking.empty()) text += fmt::format("; not {}", fmt::join(lacking, ", "));
  return text;
}

std::string KindHtml(const Row& row, const Layers& layers) {
  std::string kind = DisplayKind(row);
  if (!row.method.empty()) kind += ", " + row.method;
  return Html(kind + OthersOf(row, layers));
}

std::string RecoveryHtml(const Row& row, Time now) {
  const bool has = row.subject == Subject::kObject || row.subject == Subject::kRestoreTest;
  if (!has && !row.recovery_point) return "";
  const std::string known = KnownInWords(row, now);
  return TimeHtml(row.recovery_point, now, RecoveryInWords(row, now)) +
         (known.empty() ? "" : fmt::format("<div class=kind>{}</div>", known));
}

std::string RowHtml(const Row& row, const Layers& layers, Time now) {
  return fmt::format(
      "<li class=\"row {}\"><div><a class=name href=\"{}\">{}</a><div class=kind>{}</div></div>"
      "<div class=age>{}</div><div class=state>{}</div></li>",
      ToString(row.level), Html(ObjectPath(row.key)), NameHtml(row.key), KindHtml(row, layers),
      RecoveryHtml(row, now), BriefHtml(row, now));
}

using Rows = std::vector<const Row*>;

// Those of `shown` that are of the level, under a heading that says how many there are on all pages.
std::string SectionHtml(std::string_view title, Level level, const Rows& all, const Rows& shown,
                        const Layers& layers, Time now) {
  const auto is_of_level = [level](const Row* row) { return row->level == level; };
  std::string html;
  for (const Row* row : shown)
    if (is_of_level(row)) html += RowHtml(*row, layers, now);
  if (html.empty()) return "";
  return fmt::format("<h2>{} &middot; {}</h2><ul class=list>{}</ul>", title,
                     std::ranges::count_if(all, is_of_level), html);
}

struct Line {
  std::string names;
  std::size_t count = 0;
};

// One line for each namespace: its names, each with the age of what it could be restored to.
std::string LinesHtml(const Rows& rows, Time now) {
  std::map<std::string, Line> lines;
  for (const Row* row : rows) {
    Line& line = lines[row->key.namespace_];
    if (++line.count > kNamesInALine) continue;
    line.names += fmt::format("{}<span class=one><a href=\"{}\">{}</a> {}</span>",
                              line.names.empty() ? "" : ", ", Html(ObjectPath(row->key)), Html(row->key.name),
                              TimeHtml(row->recovery_point, now, RecoveryInWords(*row, now)));
  }
  std::string html;
  for (const auto& [namespace_, line] : lines) {
    html += fmt::format("<li><b>{}</b> {}", namespace_.empty() ? "without a namespace" : Html(namespace_),
                        line.names);
    if (line.count > kNamesInALine) html += fmt::format(" and {} more", line.count - kNamesInALine);
    html += "</li>";
  }
  return html.empty() ? "" : fmt::format("<ul class=lines>{}</ul>", html);
}

// Why it is so, of each: what is left out on purpose has its reason.
std::string ReasonsHtml(const Rows& rows) {
  std::string html;
  for (const Row* row : rows) {
    if (row->findings.empty()) continue;
    const Finding& first = row->findings.front();
    html +=
        fmt::format("<li><a class=name href=\"{}\">{}</a> {}{}</li>", Html(ObjectPath(row->key)),
                    NameHtml(row->key), Html(first.what), first.why.empty() ? "" : ": " + Html(first.why));
  }
  return html.empty() ? "" : fmt::format("<ul class=lines>{}</ul>", html);
}

std::size_t PagesOf(const Rows& rows) {
  return std::max<std::size_t>(1, (rows.size() + kRowsOnAPage - 1) / kRowsOnAPage);
}

std::string LinksHtml(std::size_t pages, PageQuery query) {
  if (pages == 1) return "";
  const auto link = [&](std::size_t page, std::string_view text) {
    query.page = page;
    return fmt::format("<a href=\"{}\">{}</a> ", Html(ToQuery(query)), text);
  };
  const std::size_t here = query.page;
  return fmt::format("<nav class=pages aria-label=Pages>{}page {} of {} {}</nav>",
                     here > 1 ? link(here - 1, "previous") : "", here, pages,
                     here < pages ? link(here + 1, "next") : "");
}

// Of what stands badly, those on this page.
Rows OnPage(const Rows& bad, std::size_t page) {
  const std::size_t first = (page - 1) * kRowsOnAPage;
  const std::size_t last = std::min(bad.size(), first + kRowsOnAPage);
  return {bad.begin() + static_cast<std::ptrdiff_t>(first), bad.begin() + static_cast<std::ptrdiff_t>(last)};
}

}  // namespace

std::string ListHtml(const Assessment& assessment, const PageQuery& query, Time now) {
  Rows bad, good, on_purpose;
  for (const Row& row : assessment.rows) {
    const std::optional<Standing> standing = StandingOf(row);
    if (!IsAskedFor(row, query) || (query.state && query.state != standing)) continue;
    if (standing == Standing::kGood)
      good.push_back(&row);
    else if (standing)
      bad.push_back(&row);
    if (row.level == Level::kNotice) on_purpose.push_back(&row);  // notes of what is good, too
  }
  const Layers layers = LayersOf(assessment);
  PageQuery here = query;
  here.page = std::min(query.page, PagesOf(bad));
  const Rows shown = OnPage(bad, here.page);
  std::string html = SectionHtml("Critical", Level::kCritical, bad, shown, layers, now) +
                     SectionHtml("Warning", Level::kWarning, bad, shown, layers, now) +
                     SectionHtml("Cannot tell", Level::kUnknown, bad, shown, layers, now) +
                     LinksHtml(PagesOf(bad), here);
  html += Folded(fmt::format("Good &middot; {}", good.size()), LinesHtml(good, now), true);
  html += Folded(fmt::format("On purpose, or good to know &middot; {}", on_purpose.size()),
                 ReasonsHtml(on_purpose));
  if (html.empty())
    html = assessment.objects == 0
               ? "<p class=none>No object was found.</p>"
               : "<p class=none>Nothing is like that. <a href=\"?\">Show everything</a></p>";
  return html;
}

}  // namespace lastgood
