// The status page: the answer, then what is behind it. Rendered here, readable without scripts, every value
// escaped.
#include "exporter/serve/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/report/service.h"
#include "exporter/serve/page_style.h"

namespace lastgood {
namespace {

constexpr std::size_t kObjectsShown = 2000;
constexpr std::size_t kGoodLinesShown = 40;

std::string Html(std::string_view text) { return EscapeHtml(Cut(text, 1000)); }

// A moment as people read it, with the exact time on hover and for screen readers.
std::string TimeHtml(const std::optional<Time>& time, Time now, std::string_view absent) {
  if (!time) return fmt::format("<span class=none>{}</span>", absent);
  const std::string exact = FormatRfc3339(*time);
  return fmt::format("<time datetime=\"{0}\" title=\"{0}\">{1}</time>", exact, Relative(*time, now));
}

std::string Badge(Level level) {
  return fmt::format("<span class=\"badge {0}\">{0}</span>", ToString(level));
}

std::string FindingHtml(const Finding& finding, Time now) {
  std::string html = fmt::format("<p class=finding><b>{}</b>", Html(finding.what));
  if (finding.since)
    html += fmt::format(" for <time datetime=\"{0}\" title=\"since {0}\">{1}</time>",
                        FormatRfc3339(*finding.since), FormatDuration(now - *finding.since));
  if (!finding.why.empty()) html += fmt::format("<br>{}", Html(finding.why));
  if (!finding.todo.empty()) html += fmt::format("<br><span class=todo>{}</span>", Html(finding.todo));
  return html + "</p>";
}

std::string FindingsHtml(const Row& row, Time now) {
  std::string html;
  for (const Finding& finding : row.findings) html += FindingHtml(finding, now);
  return html.empty() ? "good" : html;
}

std::string Cell(std::string_view label, const std::string& html) {
  return fmt::format("<td data-label=\"{}\">{}</td>", label, html);
}

std::string Head(std::string_view title, std::initializer_list<std::string_view> columns) {
  std::string html = fmt::format("<section><h2>{}</h2><table><thead><tr>", title);
  for (const std::string_view column : columns) html += fmt::format("<th scope=col>{}</th>", column);
  return html + "</tr></thead><tbody>";
}

constexpr std::string_view kEnd = "</tbody></table></section>";

std::string NameHtml(const Row& row) {
  return fmt::format("<b>{}</b><br><small>{}</small>", Html(DisplayName(row.key)), Html(DisplayKind(row)));
}

std::string MethodHtml(const Row& row) {
  if (row.method.empty() && row.destination.empty()) return "<span class=none>none</span>";
  return fmt::format("{}<br><small>{}</small>", Html(row.method), Html(row.destination));
}

std::string ObjectHtml(const Row& row, Time now) {
  return "<tr>" + Cell("Status", Badge(row.level)) + Cell("Object", NameHtml(row)) +
         Cell("Recovery point", TimeHtml(row.recovery_point, now, "none known")) +
         Cell("Next due", TimeHtml(row.deadline, now, "no deadline")) +
         Cell("Size", row.size_bytes ? FormatSize(*row.size_bytes) : "<span class=none>unknown</span>") +
         Cell("How", MethodHtml(row)) + Cell("State", FindingsHtml(row, now)) + "</tr>";
}

std::string ObjectsHtml(const Assessment& assessment, Time now) {
  std::string html =
      Head("Objects", {"Status", "Object", "Recovery point", "Next due", "Size", "How", "State"});
  std::size_t shown = 0;
  for (const Row& row : assessment.rows)
    if (row.subject == Subject::kObject && ++shown <= kObjectsShown) html += ObjectHtml(row, now);
  if (shown == 0) html += "<tr><td colspan=7>No object was found.</td></tr>";
  if (shown > kObjectsShown)
    html +=
        fmt::format("<tr><td colspan=7>{} more are not shown; lastgood check lists every object.</td></tr>",
                    shown - kObjectsShown);
  return html.append(kEnd);
}

// Things of some sorts as rows of name and state, from `least` on.
std::string RowsHtml(const Assessment& assessment, std::string_view title,
                     std::initializer_list<Subject> subjects, Level least, Time now) {
  std::string rows;
  for (const Row& row : assessment.rows)
    if (row.level >= least && std::find(subjects.begin(), subjects.end(), row.subject) != subjects.end())
      rows += "<tr>" + Cell("Status", Badge(row.level)) + Cell("Name", NameHtml(row)) +
              Cell("Recovery point", TimeHtml(row.recovery_point, now, "")) +
              Cell("State", FindingsHtml(row, now)) + "</tr>";
  return rows.empty() ? ""
                      : Head(title, {"Status", "Name", "Recovery point", "State"}).append(rows).append(kEnd);
}

const Row* Find(const Assessment& assessment, Subject subject, const std::string& namespace_,
                const std::string& name) {
  for (const Row& row : assessment.rows)
    if (row.subject == subject && row.key.name == name && row.key.namespace_ == namespace_) return &row;
  return nullptr;
}

// A system that does not say whether it reaches its destination leaves that unknown.
std::string DestinationHtml(const Assessment& assessment, const DestinationFacts& destination, Time now) {
  const Row* row = Find(assessment, Subject::kDestination, destination.namespace_, destination.name);
  if (row == nullptr) return "";
  const bool unknown = !destination.available && row->level == Level::kGood;
  return "<tr>" + Cell("Status", Badge(unknown ? Level::kUnknown : row->level)) +
         Cell("Name", NameHtml(*row)) + Cell("Where", Html(destination.url)) +
         Cell("Checked", TimeHtml(destination.last_check, now, "not by its system")) +
         Cell("State",
              unknown ? "its system does not say whether it can be reached" : FindingsHtml(*row, now)) +
         "</tr>";
}

std::string BarHtml(const BucketFacts& bucket, const Thresholds& thresholds) {
  if (!bucket.used_bytes) return "<span class=none>not listed yet</span>";
  if (!bucket.limit_bytes || *bucket.limit_bytes == 0)
    return FormatSize(*bucket.used_bytes) + " <small>no limit set</small>";
  const double ratio = static_cast<double>(*bucket.used_bytes) / static_cast<double>(*bucket.limit_bytes);
  const std::string label = fmt::format("{} of {}, {:.0f} %", FormatSize(*bucket.used_bytes),
                                        FormatSize(*bucket.limit_bytes), 100 * ratio);
  const std::string_view level = ToString(ratio >= thresholds.bucket_critical  ? Level::kCritical
                                          : ratio >= thresholds.bucket_warning ? Level::kWarning
                                                                               : Level::kGood);
  return fmt::format(
      "<div class=bar role=img aria-label=\"{0}\"><div class=\"{1}\" "
      "style=\"width:{2:.1f}%\"></div></div>{0}",
      label, level, std::min(100.0, 100 * ratio));
}

std::string PrefixesHtml(const BucketFacts& bucket) {
  std::string html;
  for (const PrefixFacts& prefix : bucket.prefixes)
    if (!prefix.prefix.empty())
      html += fmt::format("{} <small>{}, {} objects</small><br>", Html(prefix.prefix),
                          FormatSize(prefix.current.bytes), prefix.current.objects);
  return html.empty() ? "<span class=none>none configured</span>" : html;
}

std::string BucketHtml(const Assessment& assessment, const BucketFacts& bucket, const Thresholds& thresholds,
                       Time now) {
  const Row* row = Find(assessment, Subject::kBucket, "", bucket.name);
  return "<tr>" + Cell("Status", row ? Badge(row->level) : "") +
         Cell("Bucket", fmt::format("<b>{}</b><br><small>{}</small>", Html(bucket.name), Html(bucket.url))) +
         Cell("Usage", BarHtml(bucket, thresholds)) + Cell("Prefixes", PrefixesHtml(bucket)) +
         Cell("Listed", TimeHtml(bucket.listed, now, "never")) +
         Cell("State", row ? FindingsHtml(*row, now) : "") + "</tr>";
}

std::string LogsHtml(const Assessment& assessment, const LogsFacts& logs, Time now) {
  const Row* row = Find(assessment, Subject::kLogs, "", logs.name);
  std::string streams;
  for (const StreamFacts& stream : logs.streams)
    streams += fmt::format("{} <small>newest entry {}</small><br>", Html(stream.name),
                           TimeHtml(stream.newest_entry, now, "never seen"));
  return "<tr>" + Cell("Status", row ? Badge(row->level) : "") +
         Cell("Loki", fmt::format("<b>{}</b><br><small>{}</small>", Html(logs.name), Html(logs.url))) +
         Cell("Streams", streams.empty() ? "<span class=none>none</span>" : streams) +
         Cell("State", row ? FindingsHtml(*row, now) : "") + "</tr>";
}

std::string CollectorHtml(const Assessment& assessment, const CollectorState& state, Time now) {
  // What fails several collectors of a source stands with one of them.
  std::string findings =
      state.failures.empty() ? "good" : "cannot be read, as another collector of its source says";
  Level level = state.failures.empty() ? Level::kGood : Level::kUnknown;
  for (const Row& row : assessment.rows)
    if (row.subject == Subject::kCollector && row.key.system == state.kind && row.key.name == state.source) {
      findings = FindingsHtml(row, now);
      level = row.level;
    }
  if (!state.finished) findings = "its first pass has not ended yet";
  if (state.absent) findings = "not installed here";
  return "<tr>" + Cell("Status", Badge(level)) +
         Cell("Collector",
              fmt::format("<b>{}</b><br><small>{}</small>", Html(state.kind), Html(state.source))) +
         Cell("Last good pass", TimeHtml(state.last_success, now, "never")) +
         Cell("Took", state.duration ? FormatDuration(*state.duration) : "") + Cell("State", findings) +
         "</tr>";
}

// What the service is made of, and what could be restored of each part.
std::string ServiceHtml(const Assessment& assessment, Time now) {
  if (assessment.service.empty()) return "";
  std::string html = "<section><h2>The service</h2><table><thead><tr>";
  for (const std::string_view title : kServiceHead) html += fmt::format("<th scope=col>{}</th>", title);
  html += "</tr></thead><tbody>";
  std::size_t good = 0;
  for (const ServiceLine& line : assessment.service) {
    if (line.level <= Level::kNotice && !line.declared && ++good > kGoodLinesShown) continue;
    html += "<tr>" + Cell(kServiceHead[0], Badge(line.level));
    const std::vector<std::string> cells = ServiceCells(line, now);
    for (std::size_t i = 0; i < cells.size(); ++i)
      html += Cell(kServiceHead[i + 1], i == 0 ? fmt::format("<b>{}</b><br><small>{}</small>", Html(cells[i]),
                                                             Html(line.declared ? "" : line.key.kind))
                                               : Html(cells[i]));
    html += "</tr>";
  }
  if (good > kGoodLinesShown)
    html +=
        fmt::format("<tr><td colspan=8>... and {} more that are covered.</td></tr>", good - kGoodLinesShown);
  return html.append(kEnd);
}

std::string SystemsHtml(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                        Time now) {
  std::string destinations, buckets, logs, collectors;
  for (const auto& part : snapshot.parts) {
    for (const DestinationFacts& destination : part->facts.destinations)
      destinations += DestinationHtml(assessment, destination, now);
    for (const BucketFacts& bucket : part->facts.buckets)
      buckets += BucketHtml(assessment, bucket, thresholds, now);
    for (const LogsFacts& log : part->facts.logs) logs += LogsHtml(assessment, log, now);
    collectors += CollectorHtml(assessment, part->state, now);
  }
  std::string html =
      RowsHtml(assessment, "Restore drills", {Subject::kRestoreTest}, Level::kGood, now) +
      RowsHtml(assessment, "Schedules that need attention", {Subject::kPolicy}, Level::kNotice, now);
  if (!destinations.empty())
    html += Head("Destinations", {"Status", "Name", "Where", "Checked", "State"}) + destinations +
            std::string(kEnd);
  if (!buckets.empty())
    html += Head("Buckets", {"Status", "Bucket", "Usage", "Prefixes", "Listed", "State"}) + buckets +
            std::string(kEnd);
  html += RowsHtml(assessment, "Copies of buckets", {Subject::kCopy}, Level::kGood, now);
  if (!logs.empty())
    html += Head("Logs", {"Status", "Loki", "Expected streams", "State"}) + logs + std::string(kEnd);
  return html + Head("Collectors", {"Status", "Collector", "Last good pass", "Took", "State"}) + collectors +
         std::string(kEnd);
}

}  // namespace

std::string RenderPage(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                       Time now, const PageFoot& foot) {
  return fmt::format(
      "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport "
      "content=\"width=device-width, "
      "initial-scale=1\"><meta name=color-scheme content=\"light "
      "dark\"><title>{0}</title><style>{1}</style></head><body>"
      "<header class=\"{2}\"><h1>{0}</h1><p>If we lost it now: what could be restored, and up to when. As of "
      "<time datetime=\"{3}\">{3}</time>.</p></header><main>{4}{7}{5}{8}</main><footer>lastgood {6} &middot; "
      "<a href=\"{9}\">metrics</a> &middot; <a href=\"runbooks/\">runbooks</a> &middot; <a "
      "href=\"-/ready\">ready</a></footer></body></html>\n",
      Html(assessment.Answer()), kPageStyle, ToString(assessment.worst), FormatRfc3339(now),
      ServiceHtml(assessment, now), ObjectsHtml(assessment, now), Html(foot.version),
      RowsHtml(assessment, "Coverage that needs attention", {Subject::kComponent, Subject::kWorkload},
               Level::kUnknown, now),
      SystemsHtml(assessment, snapshot, thresholds, now), Html(foot.metrics));
}

}  // namespace lastgood
