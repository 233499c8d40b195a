// The table of `check`: worst first, aligned, each entry saying what, since when, why and what to do.
#include "exporter/report/table.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/report/service.h"
#include "exporter/report/text_table.h"

namespace lastgood {
namespace {

constexpr std::size_t kGoodRowsShown = 40;

// "overdue for 3h": what is wrong, and since when.
std::string Headline(const Row& row, Time now) {
  if (!row.findings.empty()) {
    const Finding& first = row.findings.front();
    return OneLine(first.what) +
           (first.since ? fmt::format(" for {}", FormatDuration(now - *first.since)) : "");
  }
  std::string text = "good";
  if (row.deadline) text += fmt::format(", next due {}", Relative(*row.deadline, now));
  return text;
}

std::vector<std::string> CellsOf(const Row& row, Time now) {
  return {StatusCell(row.level), OneLine(DisplayKind(row)), OneLine(DisplayName(row.key)),
          row.recovery_point ? Relative(*row.recovery_point, now)
                             : (row.subject == Subject::kObject ? "none" : ""),
          Headline(row, now)};
}

// "\n" and the table, or nothing when no component is known.
std::string ServiceTable(const Assessment& assessment, Time now, const TableStyle& style) {
  std::vector<std::string> head;
  for (const std::string_view title : kServiceHead) head.push_back(Upper(title));
  TextTable table(style, std::move(head));
  std::vector<std::pair<std::vector<std::string>, Level>> lines;
  std::size_t good = 0;
  for (const ServiceLine& line : assessment.service) {
    if (line.level <= Level::kNotice && !line.declared && ++good > kGoodRowsShown && !style.all) continue;
    std::vector<std::string> cells = ServiceCells(line, now);
    cells.insert(cells.begin(), StatusCell(line.level));
    table.Measure(cells);
    lines.emplace_back(std::move(cells), line.level);
  }
  if (lines.empty()) return "";
  table.WriteHead();
  for (const auto& [cells, level] : lines) table.Write(cells, level);
  std::string text = '\n' + table.Take();
  if (good > kGoodRowsShown && !style.all)
    text += fmt::format("... and {} more that are covered (--all lists them)\n", good - kGoodRowsShown);
  return text;
}

std::vector<std::string> DetailsOf(const Finding& finding, bool further, Time now) {
  std::string why = OneLine(finding.why);
  if (further) {
    const std::string since =
        finding.since ? fmt::format(" for {}", FormatDuration(now - *finding.since)) : "";
    why = fmt::format("{}{}{}{}", OneLine(finding.what), since, why.empty() ? "" : ": ", why);
  }
  return {why, OneLine(finding.todo)};
}

}  // namespace

std::string RenderTable(const Assessment& assessment, Time now, const TableStyle& style) {
  std::vector<const Row*> rows;
  std::size_t good = 0;
  for (const Row& row : assessment.rows) {
    if (!WorthShowing(row)) continue;
    if (row.level == Level::kGood && ++good > kGoodRowsShown && !style.all) continue;
    rows.push_back(&row);
  }
  TextTable table(style, {"STATUS", "WHAT", "NAME", "RECOVERY POINT", "STATE"});
  for (const Row* row : rows) table.Measure(CellsOf(*row, now));
  if (!rows.empty()) table.WriteHead();
  for (const Row* row : rows) {
    table.Write(CellsOf(*row, now), row->level);
    for (std::size_t i = 0; i < row->findings.size(); ++i) {
      const std::vector<std::string> details = DetailsOf(row->findings[i], i > 0, now);
      table.WriteDetails(details[0], details[1]);
    }
  }
  std::string text = assessment.Answer() + "\n\n" + table.Take();
  if (good > kGoodRowsShown && !style.all)
    text += fmt::format("... and {} more that are good (--all lists them)\n", good - kGoodRowsShown);
  return text + ServiceTable(assessment, now, style);
}

}  // namespace lastgood
