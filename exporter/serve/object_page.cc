#include "exporter/serve/object_page.h"

#include <fmt/format.h>

#include <set>

#include "base/coding.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/serve/page_html.h"
#include "exporter/story/object_path.h"
#include "model/dashboard_names.h"
#include "model/names.h"
#include "rules/rule.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongNote = 60;

std::string FactHtml(const StoryFact& fact, Time now) {
  return fmt::format("<div{}><dt>{}</dt><dd><b>{}</b>{}</dd></div>",
                     fact.note.size() > kLongNote ? " class=wide" : "", Html(fact.what),
                     fact.time ? TimeHtml(fact.time, now, "") : Html(fact.text),
                     fact.note.empty() ? "" : fmt::format("<small>{}</small>", Html(fact.note)));
}

std::string FactsHtml(const std::vector<StoryFact>& facts, Time now) {
  std::string html;
  for (const StoryFact& fact : facts) html += FactHtml(fact, now);
  return html.empty() ? "" : fmt::format("<dl class=grid>{}</dl>", html);
}

std::string RunHtml(const StoryRun& run, Time now) {
  const std::string words = fmt::format(
      "{} {}{}{}", ToString(run.kind), FormatRfc3339(run.at), run.bytes ? ", " + FormatSize(*run.bytes) : "",
      run.kind == StoryRun::Kind::kMissed ? ": was due and did not begin" : "");
  return fmt::format("<li class=\"run {}\" title=\"{}\"><span>{}, {}</span></li>", ToString(run.kind), words,
                     words, Relative(run.at, now));
}

// Newest last; a screen reader reads what each bar means, and the ends of the strip say when.
std::string StripHtml(const std::vector<StoryRun>& runs, Time now) {
  if (runs.empty()) return "";
  std::string html;
  for (const StoryRun& run : runs) html += RunHtml(run, now);
  return fmt::format(
      "<div class=runs><ol class=strip aria-label=\"Newest runs\">{}</ol><div class=kind>{} to "
      "{}</div></div>",
      html, TimeHtml(runs.front().at, now, ""), TimeHtml(runs.back().at, now, ""));
}

std::string TracksHtml(const Story& story, Time now) {
  std::string html;
  for (const StoryTrack& track : story.tracks)
    html += fmt::format("<h2>{}</h2>{}{}", Html(track.title), StripHtml(track.runs, now),
                        FactsHtml(track.facts, now));
  return html;
}

std::string LineHtml(const StoryLine& line, Time now, const std::string& root) {
  std::string html = "<li>";
  if (line.object)
    html += fmt::format("<a class=name href=\"{}{}\">{}</a> ", root, Html(ObjectPath(*line.object)),
                        NameHtml(*line.object));
  html += Html(line.text);
  if (line.time) html += " " + TimeHtml(line.time, now, "");
  return html + "</li>";
}

std::string ListsHtml(const Story& story, Time now, const std::string& root) {
  std::string html;
  for (const StoryList& list : story.lists) {
    html += fmt::format("<h2>{}</h2><ul class=\"list lines\">", Html(list.title));
    for (const StoryLine& line : list.lines) html += LineHtml(line, now, root);
    if (list.more > 0) html += fmt::format("<li>and {} more</li>", list.more);
    html += "</ul>";
  }
  return html;
}

std::string CommandsHtml(const Story& story) {
  std::string html;
  for (const std::string& command : story.commands) html += fmt::format("<li>{}</li>", TodoHtml(command));
  return html.empty() ? "" : fmt::format("<h2>Look at it</h2><ul class=\"list lines\">{}</ul>", html);
}

std::string DashboardLink(const ObjectKey& key, const std::string& grafana) {
  if (grafana.empty()) return "";
  const std::string_view name = key.system == systems::kCnpg       ? dashboard_names::kPostgres
                                : key.system == systems::kLonghorn ? dashboard_names::kVolumes
                                                                   : dashboard_names::kPosture;
  return fmt::format(" &middot; <a href=\"{}/d/{}?var-namespace={}\">dashboard</a>", Html(grafana), name,
                     Html(PercentEncode(key.namespace_.empty() ? ".*" : key.namespace_)));
}

// Of each alert that tells of what was found.
std::string RunbooksHtml(const Row& row, const std::string& root) {
  std::set<std::string_view> alerts;
  for (const Finding& finding : row.findings)
    if (!finding.condition.text().empty()) alerts.insert(finding.condition.text());
  std::string html;
  for (const std::string_view alert : alerts)
    html += fmt::format(" &middot; <a href=\"{0}runbooks/{1}\">runbook {1}</a>", root, Html(alert));
  return html;
}

std::string StateHtml(const Story& story, Time now) {
  const Row& row = story.row;
  if (row.findings.empty()) return "";
  return fmt::format("<div class=\"list row {}\"><div class=state>{}</div></div>", ToString(row.level),
                     FindingsHtml(row, now));
}

}  // namespace

std::string RenderObjectPage(const Story& story, Time now, const ObjectPageLinks& links) {
  const Row& row = story.row;
  return fmt::format(
      "{}<header><nav><a href=\"{}\">status</a> &middot; <a href=\"{}?namespace={}\">namespace</a>{}{}</nav>"
      "<h1>{} {}</h1><p class=sub>{}</p></header>"
      "<main class=story>{}{}{}{}{}</main></body></html>\n",
      HeadHtml(DisplayName(row.key), "", true), links.root, links.root,
      Html(PercentEncode(row.key.namespace_)), RunbooksHtml(row, links.root),
      DashboardLink(row.key, links.grafana), NameHtml(row.key), Badge(row.level), Html(DisplayKind(row)),
      StateHtml(story, now), FactsHtml(story.facts, now), TracksHtml(story, now),
      ListsHtml(story, now, links.root), CommandsHtml(story));
}

}  // namespace lastgood
