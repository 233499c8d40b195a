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
  return {StatusCell(row.level),     OneLine(DisplayKind(row)), OneLine(DisplayName(row.key)),
          RecoveryInWords(row, now), KnownInWords(row, now),    Headline(row, now)};
}

// "\n" and the table, or nothing when no component is known.
std::string ServiceTable(const Assessment& assessment, Time now, const TableStyle& style) {
  std::vector<std::string> head;
  for (const std::string_view title : kServiceHead) head.push_back(Upper(title));
  // TOOK, ALLOWED, RESTORE PROVEN, COVERED BY.
  TextTable table(style, std::move(head), {6, 4, 5, 2});
  std::vector<std::pair<std::vector<std::string>, Level>> lines;
  std::size_t good = 0;
  for (const ServiceLine& line : assessment.service) {
    if (line.level <= Level::kNotice && !line.declared && !style.all) {
      ++good;
      continue;
    }
    std::vector<std::string> cells = ServiceCells(line, now);
    cells.insert(cells.begin(), StatusCell(line.level));
    table.Measure(cells);
    lines.emplace_back(std::move(cells), line.level);
  }
  std::string text = lines.empty() ? "" : "\n";
  if (!lines.empty()) table.WriteHead();
  for (const auto& [cells, level] : lines) table.Write(cells, level);
  text += table.Take();
  if (good > 0)
    text += fmt::format(
        "\n{} covered; --all lists {}.\n",
        good == 1 ? "1 thing that holds data is" : fmt::format("{} things that hold data are", good),
        good == 1 ? "it" : "them");
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

// Bad ones first; the last line is the answer, since that is what is left on the screen.
std::string RenderTable(const Assessment& assessment, Time now, const TableStyle& style) {
  if (style.quiet) return assessment.Answer() + '\n';
  std::vector<const Row*> rows;
  std::size_t good = 0;
  for (const Row& row : assessment.rows) {
    if (!WorthShowing(row)) continue;
    if (row.level == Level::kGood && !style.all) {
      ++good;
      continue;
    }
    rows.push_back(&row);
  }
  TextTable table(style, {"STATUS", "WHAT", "NAME", "RECOVERY POINT", "KNOWN BY", "STATE"}, {4, 1});
  for (const Row* row : rows) table.Measure(CellsOf(*row, now));
  if (!rows.empty()) table.WriteHead();
  for (const Row* row : rows) {
    table.Write(CellsOf(*row, now), row->level);
    for (std::size_t i = 0; i < row->findings.size(); ++i) {
      std::vector<std::string> details = DetailsOf(row->findings[i], i > 0, now);
      // Said once, after the last that comes to it.
      if (i + 1 < row->findings.size() && row->findings[i + 1].todo == row->findings[i].todo)
        details[1].clear();
      table.WriteDetails(details[0], details[1]);
    }
  }
  std::string text = table.Take();
  if (good > 0)
    text += fmt::format("{}{} {} good; --all lists {}.\n", rows.empty() ? "" : "\n", good,
                        good == 1 ? "is" : "are", good == 1 ? "it" : "them");
  text += ServiceTable(assessment, now, style);
  return text + (text.empty() ? "" : "\n") + assessment.Answer() + '\n';
}

}  // namespace lastgood
