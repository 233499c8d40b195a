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
constexpr std::size_t kLeastColumn = 6, kLeastLast = 20;

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

// The first `columns` columns of it, the last one an ellipsis where something is missing.
std::string CutTo(const std::string& text, std::size_t columns) {
  if (Columns(text) <= columns) return text;
  std::size_t end = text.size();
  while (end > 0 && (Columns(text.substr(0, end)) >= columns || (text[end] & 0xC0) == 0x80)) --end;
  return text.substr(0, end) + "\u2026";
}

}  // namespace

std::vector<std::string> WrapText(const std::string& text, std::size_t width) {
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

TableStyle StyleOfOutput() {
  TableStyle style;
  if (isatty(STDOUT_FILENO) != 1) return style;
  const char* no_color = std::getenv("NO_COLOR");  // https://no-color.org: any non-empty value
  const char* terminal = std::getenv("TERM");
  style.colour = (no_color == nullptr || *no_color == '\0') &&
                 (terminal == nullptr || std::string_view(terminal) != "dumb");
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = size.ws_col;
    style.fit = true;
  }
  return style;
}

std::string StatusCell(Level level) { return Upper(ToString(level)); }

TextTable::TextTable(const TableStyle& style, std::vector<std::string> head,
                     std::vector<std::size_t> first_to_go)
    : style_(style), head_(std::move(head)), first_to_go_(std::move(first_to_go)), hidden_(head_.size()) {
  for (const std::string& cell : head_) widths_.push_back(cell.size());
  widths_.front() = std::max<std::size_t>(widths_.front(), 8);
}

void TextTable::Measure(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    widths_[i] = std::max(widths_[i], std::min(Columns(cells[i]), kWidestColumn));
}

std::size_t TextTable::WidthUsed() const {
  std::size_t used = 0;
  for (std::size_t i = 0; i + 1 < widths_.size(); ++i)
    if (!hidden_[i]) used += widths_[i] + 2;
  return used;
}

// As long as the last column has little room, columns go, and then the widest gives way.
void TextTable::Fit() {
  if (!style_.fit) return;
  for (const std::size_t column : first_to_go_) {
    if (WidthUsed() + kLeastLast <= style_.width) return;
    hidden_[column] = true;
    widths_[column] = 0;
  }
  while (WidthUsed() + kLeastLast > style_.width) {
    const auto widest = std::max_element(widths_.begin() + 1, widths_.end() - 1);
    if (*widest <= kLeastColumn) return;
    --*widest;
  }
}

void TextTable::WriteHead() {
  Fit();
  WriteCells(head_, "\x1b[1m");
}

void TextTable::Write(const std::vector<std::string>& cells, Level level) {
  WriteCells(cells, ColourOf(level));
}

void TextTable::WriteDetails(const std::string& why, const std::string& todo) {
  WriteWrapped(why, "");
  WriteWrapped(todo, "-> ");
}

void TextTable::WriteCells(const std::vector<std::string>& cells, std::string_view colour) {
  std::size_t left = style_.width;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (hidden_[i]) continue;
    const bool coloured = style_.colour && i == 0, last = i + 1 == cells.size();
    const std::string cell = style_.fit ? CutTo(cells[i], last ? left : widths_[i]) : cells[i];
    if (coloured) text_ += colour;
    text_ += cell;
    if (coloured) text_ += "\x1b[0m";
    if (!last) text_.append(widths_[i] > Columns(cell) ? widths_[i] - Columns(cell) : 0, ' ') += "  ";
    left -= std::min(left, widths_[i] + 2);
  }
  while (text_.ends_with(' ')) text_.pop_back();
  text_ += '\n';
}

void TextTable::WriteWrapped(const std::string& text, std::string_view lead) {
  bool first = true;
  for (const std::string& line :
       WrapText(text, std::max<std::size_t>(40, style_.width - kIndent - lead.size()))) {
    text_.append(kIndent, ' ');
    text_ += first ? std::string(lead) : std::string(lead.size(), ' ');
    text_ += line + '\n';
    first = false;
  }
}

}  // namespace lastgood
