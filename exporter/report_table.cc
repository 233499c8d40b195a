// The table of `check`: worst first, aligned, each entry saying what, since when, why and what to do.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "exporter/base/text.h"
#include "exporter/base/time.h"
#include "exporter/report.h"

namespace lastgood {
namespace {

constexpr std::size_t kGoodRowsShown = 40;
constexpr std::size_t kWidestColumn = 44;
constexpr std::size_t kColumns = 5;
constexpr std::size_t kIndent = 10;  // under the second column
using Cells = std::array<std::string, kColumns>;

std::string_view ColourOf(Level level) {
  switch (level) {
    case Level::kCritical:
      return "\x1b[1;31m";
    case Level::kWarning:
      return "\x1b[33m";
    case Level::kUnknown:
      return "\x1b[35m";
    case Level::kNotice:
      return "\x1b[36m";
    default:
      return "\x1b[32m";
  }
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  return upper;
}

// "overdue for 3h": what is wrong, and since when.
std::string Headline(const Row& row, Time now) {
  if (!row.findings.empty()) {
    const Finding& first = row.findings.front();
    return OneLine(first.what) +
           (first.since ? fmt::format(" for {}", FormatDuration(now - *first.since)) : "");
  }
  std::string text = "good";
  if (row.deadline) text += fmt::format(", next by {}", Relative(*row.deadline, now));
  return text;
}

Cells CellsOf(const Row& row, Time now) {
  return {Upper(ToString(row.level)), OneLine(DisplayKind(row)), OneLine(DisplayName(row.key)),
          row.recovery_point ? Relative(*row.recovery_point, now)
                             : (row.subject == Subject::kObject ? "none" : ""),
          Headline(row, now)};
}

// Splits at spaces into lines of at most `width` columns; a word that is longer stands alone.
std::vector<std::string> Wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    if (!line.empty() && Columns(line) + 1 + Columns(word) > width) lines.push_back(std::exchange(line, ""));
    line += (line.empty() ? "" : " ") + word;
    start = end + 1;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

class Table {
 public:
  Table(Time now, const TableStyle& style) : now_(now), style_(style) {}

  void Measure(const Row& row) {
    const Cells cells = CellsOf(row, now_);
    for (std::size_t i = 0; i + 1 < kColumns; ++i)
      widths_[i] = std::max(widths_[i], std::min(Columns(cells[i]), kWidestColumn));
  }

  void Write(const Row& row) {
    WriteCells(CellsOf(row, now_), ColourOf(row.level));
    for (std::size_t i = 0; i < row.findings.size(); ++i) WriteFinding(row.findings[i], i > 0);
  }

  void WriteCells(const Cells& cells, std::string_view colour) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      const bool coloured = style_.colour && i == 0;
      if (coloured) text_ += colour;
      text_ += cells[i];
      if (coloured) text_ += "\x1b[0m";
      if (i + 1 < kColumns)
        text_.append(widths_[i] > Columns(cells[i]) ? widths_[i] - Columns(cells[i]) : 0, ' ') += "  ";
    }
    while (text_.ends_with(' ')) text_.pop_back();
    text_ += '\n';
  }

  std::string Take() { return std::move(text_); }

 private:
  void WriteFinding(const Finding& finding, bool further) {
    std::string why = OneLine(finding.why);
    if (further) {
      const std::string since =
          finding.since ? fmt::format(" for {}", FormatDuration(now_ - *finding.since)) : "";
      why = fmt::format("{}{}{}{}", OneLine(finding.what), since, why.empty() ? "" : ": ", why);
    }
    WriteWrapped(why, "");
    WriteWrapped(OneLine(finding.todo), "-> ");
  }

  void WriteWrapped(const std::string& text, std::string_view lead) {
    bool first = true;
    for (const std::string& line :
         Wrap(text, std::max<std::size_t>(40, style_.width - kIndent - lead.size()))) {
      text_.append(kIndent, ' ');
      text_ += first ? std::string(lead) : std::string(lead.size(), ' ');
      text_ += line + '\n';
      first = false;
    }
  }

  Time now_;
  const TableStyle& style_;
  std::array<std::size_t, kColumns> widths_ = {8, 4, 4, 14, 5};
  std::string text_;
};

}  // namespace

std::string RenderTable(const Assessment& assessment, Time now, const TableStyle& style) {
  std::vector<const Row*> rows;
  std::size_t good = 0;
  for (const Row& row : assessment.rows) {
    if (!WorthShowing(row)) continue;
    if (row.level == Level::kGood && ++good > kGoodRowsShown && !style.all) continue;
    rows.push_back(&row);
  }
  Table table(now, style);
  for (const Row* row : rows) table.Measure(*row);
  if (!rows.empty()) table.WriteCells({"STATUS", "WHAT", "NAME", "RECOVERY POINT", "STATE"}, "\x1b[1m");
  for (const Row* row : rows) table.Write(*row);
  std::string text = assessment.Answer() + "\n\n" + table.Take();
  if (good > kGoodRowsShown && !style.all)
    text += fmt::format("... and {} more that are good (--all lists them)\n", good - kGoodRowsShown);
  return text;
}

}  // namespace lastgood
