#include "exporter/report/text_table.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace lastgood {
namespace {

constexpr std::size_t kWidestColumn = 44;
constexpr std::size_t kIndent = 10;  // under the second column

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

}  // namespace

TableStyle StyleOfOutput() {
  TableStyle style;
  if (isatty(STDOUT_FILENO) != 1) return style;
  const char* no_color = std::getenv("NO_COLOR");  // https://no-color.org: any non-empty value
  const char* terminal = std::getenv("TERM");
  style.colour = (no_color == nullptr || *no_color == '\0') &&
                 (terminal == nullptr || std::string_view(terminal) != "dumb");
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.width = size.ws_col;
  return style;
}

std::string StatusCell(Level level) { return Upper(ToString(level)); }

TextTable::TextTable(const TableStyle& style, std::vector<std::string> head)
    : style_(style), head_(std::move(head)) {
  for (const std::string& cell : head_) widths_.push_back(cell.size());
  widths_.front() = std::max<std::size_t>(widths_.front(), 8);
}

void TextTable::Measure(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    widths_[i] = std::max(widths_[i], std::min(Columns(cells[i]), kWidestColumn));
}

void TextTable::WriteHead() { WriteCells(head_, "\x1b[1m"); }

void TextTable::Write(const std::vector<std::string>& cells, Level level) {
  WriteCells(cells, ColourOf(level));
}

void TextTable::WriteDetails(const std::string& why, const std::string& todo) {
  WriteWrapped(why, "");
  WriteWrapped(todo, "-> ");
}

void TextTable::WriteCells(const std::vector<std::string>& cells, std::string_view colour) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool coloured = style_.colour && i == 0;
    if (coloured) text_ += colour;
    text_ += cells[i];
    if (coloured) text_ += "\x1b[0m";
    if (i + 1 < cells.size())
      text_.append(widths_[i] > Columns(cells[i]) ? widths_[i] - Columns(cells[i]) : 0, ' ') += "  ";
  }
  while (text_.ends_with(' ')) text_.pop_back();
  text_ += '\n';
}

void TextTable::WriteWrapped(const std::string& text, std::string_view lead) {
  bool first = true;
  for (const std::string& line :
       Wrap(text, std::max<std::size_t>(40, style_.width - kIndent - lead.size()))) {
    text_.append(kIndent, ' ');
    text_ += first ? std::string(lead) : std::string(lead.size(), ' ');
    text_ += line + '\n';
    first = false;
  }
}

}  // namespace lastgood
