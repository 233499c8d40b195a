#include "exporter/serve/page_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "exporter/report/report.h"

namespace lastgood {
namespace {

// A command is to be copied, advice is to be read.
std::string TodoHtml(const std::string& todo) {
  static constexpr std::array<std::string_view, 6> kPrograms = {"kubectl ", "aws ",   "ls ",
                                                                "restic ",  "kopia ", "curl "};
  const bool command =
      std::ranges::any_of(kPrograms, [&](std::string_view program) { return todo.starts_with(program); });
  return command ? fmt::format("<code>{}</code>", Html(todo))
                 : fmt::format("<span class=todo>{}</span>", Html(todo));
}

std::string FindingHtml(const Finding& finding, Time now) {
  std::string html = fmt::format("<p class=finding><b>{}</b>", Html(finding.what));
  if (finding.since)
    html += fmt::format(" for <time datetime=\"{0}\" title=\"since {0}\">{1}</time>",
                        FormatRfc3339(*finding.since), FormatDuration(now - *finding.since));
  if (!finding.why.empty()) html += fmt::format("<br><span class=why>{}</span>", Html(finding.why));
  if (!finding.todo.empty()) html += "<br>" + TodoHtml(finding.todo);
  return html + "</p>";
}

}  // namespace

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

std::string FindingsHtml(const Row& row, Time now) {
  std::string html;
  for (const Finding& finding : row.findings) html += FindingHtml(finding, now);
  return html.empty() ? "good" : html;
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
