#include "exporter/serve/page_html.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/serve/page_style.h"

namespace lastgood {
namespace {

std::string WhatHtml(const Finding& finding, Time now) {
  std::string html = fmt::format("<b>{}</b>", Html(finding.what));
  if (finding.since)
    html += fmt::format(" for <time datetime=\"{0}\" title=\"since {0}\">{1}</time>",
                        FormatRfc3339(*finding.since), FormatDuration(now - *finding.since));
  return html;
}

// What is to do is said once, however many findings come to it.
std::string FindingHtml(const Finding& finding, bool with_todo, Time now) {
  std::string html = "<p class=finding>" + WhatHtml(finding, now);
  if (!finding.why.empty()) html += fmt::format("<br><span class=why>{}</span>", Html(finding.why));
  if (with_todo && !finding.todo.empty()) html += "<br>" + TodoHtml(finding.todo);
  return html + "</p>";
}

}  // namespace

std::string HeadHtml(std::string_view title, std::string_view style, bool refreshes) {
  return fmt::format(
      "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport "
      "content=\"width=device-width, initial-scale=1\"><meta name=color-scheme content=\"light dark\">{}"
      "<title>{} &middot; lastgood</title><style>{}{}</style></head><body>",
      refreshes ? "<noscript><meta http-equiv=refresh content=60></noscript>" : "", Html(title), kPageStyle,
      style);
}

std::string Html(std::string_view text) { return EscapeHtml(Cut(text, 1000)); }

std::string TimeHtml(const std::optional<Time>& time, Time now, std::string_view absent) {
  if (!time) return fmt::format("<span class=none>{}</span>", absent);
  const std::string exact = FormatRfc3339(*time);
  // To the minute: a page that says the same needs not be sent again.
  const bool just_now = *time <= now && now - *time < std::chrono::minutes(1);
  return fmt::format("<time datetime=\"{0}\" title=\"{0}\">{1}</time>", exact,
                     just_now ? "just now" : Relative(*time, now));
}

std::string Badge(Level level) {
  return fmt::format("<span class=\"badge {0}\">{0}</span>", ToString(level));
}

std::string TodoHtml(const std::string& todo) {
  return IsCommand(todo) ? fmt::format("<code>{}</code>", Html(todo))
                         : fmt::format("<span class=todo>{}</span>", Html(todo));
}

std::string FindingsHtml(const Row& row, Time now) {
  std::string html;
  for (std::size_t i = 0; i < row.findings.size(); ++i) {
    const bool last = i + 1 == row.findings.size() || row.findings[i + 1].todo != row.findings[i].todo;
    html += FindingHtml(row.findings[i], last, now);
  }
  return html.empty() ? "good" : html;
}

std::string BriefHtml(const Row& row, Time now) {
  if (row.findings.empty()) return "good";
  const Finding& worst = row.findings.front();
  std::string html = "<p class=finding>" + WhatHtml(worst, now);
  if (!worst.why.empty()) html += fmt::format(" <span class=why>{}</span>", Html(worst.why));
  std::string also;
  for (std::size_t i = 1; i < row.findings.size(); ++i)
    also += (also.empty() ? "also " : ", ") + WhatHtml(row.findings[i], now);
  if (!worst.todo.empty() || !also.empty()) html += "<br>";
  if (!worst.todo.empty()) html += TodoHtml(worst.todo) + ' ';
  return html + (also.empty() ? "" : fmt::format("<span class=also>{}</span>", also)) + "</p>";
}

std::string NameHtml(const ObjectKey& key) {
  const std::string before =
      key.namespace_.empty() ? "" : fmt::format("<span>{}/</span>", Html(key.namespace_));
  return before + Html(key.name);
}

std::string Folded(std::string_view summary, const std::string& content, bool open) {
  if (content.empty()) return "";
  return fmt::format("<details{}><summary>{}</summary>{}</details>", open ? " open" : "", summary, content);
}

}  // namespace lastgood
