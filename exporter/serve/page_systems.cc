#include "exporter/serve/page_systems.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/report/service.h"
#include "exporter/serve/page_html.h"

namespace lastgood {
namespace {

constexpr std::size_t kLinesShown = 500;

std::string Cell(std::string_view label, const std::string& html) {
  return fmt::format("<td data-label=\"{}\">{}</td>", label, html);
}

std::string TableHtml(const std::vector<std::string_view>& columns, const std::string& rows) {
  if (rows.empty()) return "";
  std::string html = "<table><thead><tr>";
  for (const std::string_view column : columns) html += fmt::format("<th scope=col>{}</th>", column);
  return html + "</tr></thead><tbody>" + rows + "</tbody></table>";
}

std::string TwoLines(std::string_view name, std::string_view beneath) {
  return fmt::format("<b>{}</b><br><small>{}</small>", Html(name), Html(beneath));
}

std::string NamedHtml(const Row& row) { return TwoLines(DisplayName(row.key), DisplayKind(row)); }

std::string RowsHtml(const Assessment& assessment, Subject subject, Time now, std::size_t& count) {
  std::string rows;
  for (const Row& row : assessment.rows)
    if (row.subject == subject && ++count > 0)
      rows += "<tr>" + Cell("Status", Badge(row.level)) + Cell("Name", NamedHtml(row)) +
              Cell("Recovery point", TimeHtml(row.recovery_point, now, "")) +
              Cell("State", FindingsHtml(row, now)) + "</tr>";
  return TableHtml({"Status", "Name", "Recovery point", "State"}, rows);
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
         Cell("Name", NamedHtml(*row)) + Cell("Where", Html(destination.url)) +
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
      "<div class=gauge role=img aria-label=\"{0}\"><div class=\"{1}\" "
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
         Cell("Bucket", TwoLines(bucket.name, bucket.url)) + Cell("Usage", BarHtml(bucket, thresholds)) +
         Cell("Prefixes", PrefixesHtml(bucket)) + Cell("Listed", TimeHtml(bucket.listed, now, "never")) +
         Cell("State", row ? FindingsHtml(*row, now) : "") + "</tr>";
}

std::string LogsHtml(const Assessment& assessment, const LogsFacts& logs, Time now) {
  const Row* row = Find(assessment, Subject::kLogs, "", logs.name);
  std::string streams;
  for (const StreamFacts& stream : logs.streams)
    streams += fmt::format("{} <small>newest entry {}</small><br>", Html(stream.name),
                           TimeHtml(stream.newest_entry, now, "never seen"));
  return "<tr>" + Cell("Status", row ? Badge(row->level) : "") + Cell("Loki", TwoLines(logs.name, logs.url)) +
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
  return "<tr>" + Cell("Status", Badge(level)) + Cell("Collector", TwoLines(state.kind, state.source)) +
         Cell("Last good pass", TimeHtml(state.last_success, now, "never")) +
         Cell("Took", state.duration ? FormatDuration(*state.duration) : "") + Cell("State", findings) +
         "</tr>";
}

std::string ServiceRow(const ServiceLine& line, Time now) {
  std::string html = "<tr>" + Cell(kServiceHead[0], Badge(line.level));
  const std::vector<std::string> cells = ServiceCells(line, now);
  for (std::size_t i = 0; i < cells.size(); ++i)
    html += Cell(kServiceHead[i + 1],
                 i == 0 ? TwoLines(cells[i], line.declared ? "" : line.key.kind) : Html(cells[i]));
  return html + "</tr>";
}

// Declared components, or what was found and belongs to none.
std::string ServiceHtml(const Assessment& assessment, bool declared, Time now) {
  std::string rows;
  std::size_t count = 0;
  for (const ServiceLine& line : assessment.service)
    if (line.declared == declared && ++count <= kLinesShown) rows += ServiceRow(line, now);
  if (count > kLinesShown)
    rows += fmt::format("<tr><td colspan=8>... and {} more</td></tr>", count - kLinesShown);
  return Folded(fmt::format("{} &middot; {}",
                            declared ? "Components of the service" : "Data, and what covers it", count),
                TableHtml({kServiceHead.begin(), kServiceHead.end()}, rows), declared);
}

struct Tables {
  std::string destinations, buckets, logs, collectors;
  std::size_t places = 0, sources = 0, failing = 0;
};

Tables TablesOf(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                Time now) {
  Tables tables;
  for (const auto& part : snapshot.parts) {
    for (const DestinationFacts& destination : part->facts.destinations)
      tables.destinations += DestinationHtml(assessment, destination, now);
    for (const BucketFacts& bucket : part->facts.buckets)
      tables.buckets += BucketHtml(assessment, bucket, thresholds, now);
    for (const LogsFacts& log : part->facts.logs) tables.logs += LogsHtml(assessment, log, now);
    tables.collectors += CollectorHtml(assessment, part->state, now);
    tables.places += part->facts.destinations.size() + part->facts.buckets.size();
    ++tables.sources;
    if (!part->state.failures.empty()) ++tables.failing;
  }
  return tables;
}

}  // namespace

std::string SystemsHtml(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                        Time now) {
  const Tables tables = TablesOf(assessment, snapshot, thresholds, now);
  std::size_t drills = 0, copies = 0;
  const std::string drill_rows = RowsHtml(assessment, Subject::kRestoreTest, now, drills);
  const std::string copy_rows = RowsHtml(assessment, Subject::kCopy, now, copies);
  const std::string places =
      TableHtml({"Status", "Name", "Where", "Checked", "State"}, tables.destinations) +
      TableHtml({"Status", "Bucket", "Usage", "Prefixes", "Listed", "State"}, tables.buckets) + copy_rows;
  return ServiceHtml(assessment, true, now) + ServiceHtml(assessment, false, now) +
         Folded(fmt::format("Restore drills &middot; {}", drills), drill_rows) +
         Folded(fmt::format("Where backups go &middot; {}", tables.places + copies), places) +
         Folded("Logs", TableHtml({"Status", "Loki", "Expected streams", "State"}, tables.logs)) +
         Folded(fmt::format("Sources &middot; {} read, {} failing", tables.sources - tables.failing,
                            tables.failing),
                TableHtml({"Status", "Collector", "Last good pass", "Took", "State"}, tables.collectors));
}

}  // namespace lastgood
